import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const extent = process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick';
const midcoast = join(import.meta.dirname, '..', 'midcoast');

type Scan = { readonly pack: string; readonly subject: string; readonly read: number };
type Report = {
  readonly passed: boolean;
  readonly pipeline: {
    readonly scans: readonly {
      readonly linter: string;
      readonly looked: boolean;
      readonly findings: readonly unknown[];
    }[];
  };
  readonly environments: readonly {
    readonly environment: string;
    readonly resources: number;
    readonly rules: readonly { readonly breaches: readonly unknown[] }[];
    readonly packs: {
      readonly scans: readonly Scan[];
      readonly missing: readonly unknown[];
      readonly unexcused: readonly unknown[];
      readonly unread: readonly unknown[];
    };
  }[];
};

describe('./midcoast check', () => {
  it(
    'finds nothing in either environment, and both packs read every resource',
    { skip: extent === 'quick' ? 'only with CI or --all: it takes minutes' : false },
    async () => {
      const { stdout } = await promisify(execFile)(midcoast, ['check', '--json'], {
        maxBuffer: 64 * 1024 ** 2,
      });
      const { passed, environments, pipeline } = JSON.parse(stdout) as Report;
      assert.equal(passed, true);
      assert.deepEqual(
        pipeline.scans.map(({ linter, looked, findings }) => [linter, looked, findings.length]),
        [
          ['actionlint', true, 0],
          ['zizmor', true, 0],
          ['hadolint', true, 0],
        ],
      );
      for (const { resources, rules, packs } of environments) {
        assert.ok(rules.length > 30);
        assert.deepEqual([packs.missing, packs.unexcused, packs.unread], [[], [], []]);
        for (const [pack, subject] of [
          ['checkov', 'files'],
          ['trivy', 'hcl'],
        ]) {
          const scans = packs.scans.filter((scan) => scan.pack === pack && scan.subject === subject);
          const read = scans.reduce((sum, scan) => sum + scan.read, 0);
          assert.equal(read, resources, `${pack} ${subject}`);
        }
      }
    },
  );
});
