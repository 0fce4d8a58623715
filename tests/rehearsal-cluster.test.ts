import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root } from './running-midcoast.ts';

/** What others rely on in a report of a rehearsed cluster. */
type Report = {
  readonly environment: string;
  readonly part: string;
  readonly passed: boolean;
  readonly faults: readonly string[];
  readonly planned: number;
  readonly applied: number;
  readonly secondPlan: readonly unknown[];
  readonly facts: readonly { readonly name: string; readonly holds: boolean }[];
  readonly left: readonly unknown[];
  readonly ledger: readonly Readonly<Record<'resource' | 'attribute' | 'fault' | 'provedBy', string>>[];
  readonly steps: readonly {
    readonly name: string;
    readonly limits: readonly { readonly holds?: boolean }[];
  }[];
};

const extent = process.env['MIDCOAST_TEST_EXTENT'];

/** Runs the rehearsal of a cluster; what it says stands in the error when it fails. */
async function rehearse(environment: string): Promise<Report> {
  const words = ['rehearse', environment, '--only', 'cluster', '--json'];
  try {
    const { stdout } = await promisify(execFile)(join(root, 'midcoast'), words, {
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout) as Report;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stderr.slice(-4_000)}\n${stdout.slice(0, 2_000)}`, { cause: error });
  }
}

describe('rehearse --only cluster', () => {
  for (const [environment, skip] of [
    [
      'production',
      extent === 'quick' || extent === undefined ? 'only with CI=true or --all: it takes minutes' : false,
    ],
    ['staging', extent === 'all' ? false : 'only with --all: production is rehearsed in CI'],
  ] as const) {
    it(
      `applies ${environment} twice, holds every limit under watch, and leaves nothing`,
      { skip },
      async () => {
        const report = await rehearse(environment);
        assert.deepEqual(report.faults, []);
        assert.equal(report.passed, true);
        assert.deepEqual([report.environment, report.part], [environment, 'cluster']);
        assert.ok(report.planned > 100, `${report.planned} planned`);
        assert.equal(report.applied, report.planned);
        assert.deepEqual(report.secondPlan, []);
        assert.deepEqual(report.left, []);
        assert.ok(report.ledger.length > 0 && report.ledger.length <= 12);
        assert.ok(report.facts.length >= 5 && report.facts.every(({ holds }) => holds));
        for (const name of ['a version rolled out', 'a zone drained', 'a wrong image stuck and undone']) {
          const step = report.steps.find((each) => each.name === name);
          assert.ok(
            step?.limits.some(({ holds }) => holds),
            `${name} was watched`,
          );
        }
      },
    );
  }
});
