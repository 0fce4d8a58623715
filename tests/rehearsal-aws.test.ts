import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runJson } from './json-command.ts';
import { rehearsalTimeoutMs, rehearsedEnvironments } from './rehearsed-environments.ts';
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

/** What others rely on in the report of a check. */
type CheckReport = {
  readonly passed: boolean;
  readonly environments: readonly {
    readonly packs: {
      readonly scans: readonly Readonly<Record<'pack' | 'part' | 'subject', string>>[];
    };
  }[];
};

describe('rehearse', () => {
  for (const { environment, skip } of rehearsedEnvironments) {
    it(
      `applies ${environment} once and for all, sees what is changed behind its back, and leaves nothing`,
      { skip, timeout: rehearsalTimeoutMs },
      async () => {
        const report = await runJson<Report>(['rehearse', environment, '--only', 'aws']);
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

    it(
      `leaves the plans of ${environment} to the policy packs, which find nothing in them`,
      { skip, timeout: rehearsalTimeoutMs },
      async () => {
        const { passed, environments } = await runJson<CheckReport>(['check', environment]);
        assert.equal(passed, true);
        const scans = environments.flatMap(({ packs }) => packs.scans);
        for (const state of ['platform', 'recovery']) {
          const subjects = scans.filter((scan) => scan.pack === 'checkov' && scan.part === state);
          assert.deepEqual(subjects.map(({ subject }) => subject).toSorted(), ['files', 'plan']);
        }
      },
    );
  }
});
