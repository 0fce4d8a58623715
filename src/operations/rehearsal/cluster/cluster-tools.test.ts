import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bringClusterTools } from './cluster-tools.ts';

describe('the programs of a rehearsed cluster', () => {
  it('are not built where one is lacking that only a person can bring', async (t) => {
    const root = await mkdtemp(join(tmpdir(), 'midcoast-cluster-tools-'));
    t.after(() => rm(root, { recursive: true }));
    const said: string[] = [];
    const brought = bringClusterTools(
      { root, environment: { PATH: root } },
      { say: (line) => void said.push(line) },
    );
    await assert.rejects(brought, { code: 'prometheus_missing' });
    assert.deepEqual(said, []);
  });
});
