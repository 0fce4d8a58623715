import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root } from './running-midcoast.ts';

const all = process.env['MIDCOAST_TEST_EXTENT'] === 'all';

const skip = all ? false : 'only with --all: it takes five minutes';

describe('bench intake', () => {
  // The figures of a machine that also runs other tests mean nothing; that rows and answers agree does.
  it('measures everybody, proves each measurement, and leaves nothing behind', { skip }, async () => {
    const data = await mkdtemp(join(tmpdir(), 'midcoast-bench-'));
    try {
      const words = ['bench', 'intake', '--rounds', '3', '--seconds', '2', '--data', data, '--json'];
      const { stdout } = await promisify(execFile)(join(root, 'midcoast'), words);
      const report = JSON.parse(stdout) as { ratios: Record<string, number>; rounds: unknown[] };
      const ratios = ['bulk', 'lonely', 'naive', 'noDatabase', 'p99', 'pgbench'];
      assert.deepEqual(Object.keys(report.ratios).toSorted(), ratios);
      assert.ok(Object.values(report.ratios).every((ratio) => ratio > 0));
      assert.equal(report.rounds.length, 3);
      assert.deepEqual(await readdir(data), []);
    } finally {
      await rm(data, { recursive: true });
    }
  });
});
