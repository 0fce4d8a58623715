import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root } from './running-midcoast.ts';

/** What others rely on in a report of a rehearsal. */
type Report = {
  readonly environment: string;
  readonly part: string;
  readonly digest: string;
  readonly passed: boolean;
  readonly planned: number;
  readonly applied: number;
  readonly secondPlan: readonly unknown[];
  readonly drift: readonly { readonly address: string; readonly attribute: string; readonly seen: boolean }[];
  readonly left: readonly unknown[];
  readonly ledger: readonly Readonly<Record<'resource' | 'attribute' | 'fault' | 'provedBy', string>>[];
  readonly faults: readonly string[];
};

const extent = process.env['MIDCOAST_TEST_EXTENT'];

/** Runs the rehearsal of an environment; what it says stands in the error when it fails. */
async function rehearse(environment: string): Promise<Report> {
  const words = ['rehearse', environment, '--only', 'aws', '--json'];
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

describe('rehearse', () => {
  for (const [environment, skip] of [
    [
      'production',
      extent === 'quick' || extent === undefined ? 'only with CI=true or --all: it takes minutes' : false,
    ],
    ['staging', extent === 'all' ? false : 'only with --all: production is rehearsed in CI'],
  ] as const) {
    it(
      `applies ${environment} once and for all, sees what is changed behind its back, and leaves nothing`,
      { skip },
      async () => {
        const report = await rehearse(environment);
        assert.deepEqual(report.faults, []);
        assert.equal(report.passed, true);
        assert.deepEqual([report.environment, report.part], [environment, 'aws']);
        assert.ok(report.planned > 400, `${report.planned} planned`);
        assert.equal(report.applied, report.planned);
        assert.deepEqual(report.secondPlan, []);
        assert.equal(report.drift.length, 5);
        assert.ok(report.drift.every(({ seen }) => seen));
        assert.deepEqual(report.left, []);
        assert.ok(report.ledger.length <= 12, `${report.ledger.length} rows in the ledger`);
        const written = join(root, '.midcoast', 'rehearsals', environment, 'aws', 'report.json');
        assert.equal((JSON.parse(await readFile(written, 'utf8')) as Report).digest, report.digest);
      },
    );
  }
});
