import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { production } from '../environments/production.ts';
import { State } from './state.ts';

describe('a state', () => {
  it('is built wherever one stands, and leaves nothing there', async (t) => {
    const [stood, folder] = [process.cwd(), await mkdtemp(join(tmpdir(), 'midcoast-state-'))];
    t.after(async () => {
      process.chdir(stood);
      await rm(folder, { recursive: true });
    });
    process.chdir(folder);
    const { stateName } = new State(production, 'platform', production.region);
    assert.equal(stateName, 'platform');
    assert.deepEqual(await readdir(folder), []);
  });
});
