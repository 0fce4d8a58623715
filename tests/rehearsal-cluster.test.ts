import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runJson } from './json-command.ts';
import { rehearsalTimeoutMs, rehearsedEnvironments } from './rehearsed-environments.ts';

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

/** Versions shipped in every way and taken back, a zone drained, pods and nodes scaled. */
const leastWatched = 6;

describe('rehearse --only cluster', () => {
  for (const { environment, skip } of rehearsedEnvironments) {
    it(
      `applies ${environment} twice, holds every limit under watch, and leaves nothing`,
      { skip, timeout: rehearsalTimeoutMs },
      async () => {
        const report = await runJson<Report>(['rehearse', environment, '--only', 'cluster']);
        assert.deepEqual(report.faults, []);
        assert.equal(report.passed, true);
        assert.deepEqual([report.environment, report.part], [environment, 'cluster']);
        assert.ok(report.planned > 100, `${report.planned} planned`);
        assert.equal(report.applied, report.planned);
        assert.deepEqual(report.secondPlan, []);
        assert.deepEqual(report.left, []);
        assert.ok(report.ledger.length > 0 && report.ledger.length <= 12);
        assert.ok(report.facts.length >= 5 && report.facts.every(({ holds }) => holds));
        const measured = report.steps
          .map(({ limits }) => limits.flatMap(({ holds }) => holds ?? []))
          .filter((limits) => limits.length > 0);
        assert.ok(measured.length >= leastWatched, `${measured.length} steps were watched`);
        const deploy = report.steps.find(({ name }) => name.startsWith('deploy from an empty cluster'));
        assert.ok((deploy?.limits.length ?? 0) > 0, 'deploy was watched');
        assert.ok(measured.flat().every((holds) => holds));
      },
    );
  }
});
