import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contract, type Contract } from './contract.ts';
import type { Rule } from './rule.ts';
import { contractKeptRules } from './rules/contract-kept.ts';
import { metricUseRules } from './rules/metric-use.ts';
import { breaches } from './test-platform.ts';
import { sound } from './test-workload.ts';

const rulesOver = (grown: Contract): readonly Rule[] => [
  ...contractKeptRules(grown),
  ...metricUseRules(grown),
];

/** What `check` says of production when only the contract has grown, each with how it is mended. */
function said(grown: Partial<Contract>): readonly string[] {
  return rulesOver({ ...contract, ...grown }).flatMap((rule) =>
    breaches(rule, sound).map(({ where, seen }) => `${where} ${seen} → ${rule.mend}`),
  );
}

describe('whoever adds to contract.ts', () => {
  it('hears nothing while nothing is added', () => {
    assert.deepEqual(said({}), []);
  });

  it('is told that a new process has nothing that runs it', () => {
    const router = { kind: 'server', purpose: 'routes leads to buyers' } as const;
    assert.deepEqual(said({ processes: { ...contract.processes, router } }), [
      'contract.ts router nothing runs it → Give the process a Deployment in kubernetes/application/application.ts, or a job in jobs.ts.',
    ]);
  });

  it('is told that a new variable is not given to the process that reads it', () => {
    const added = { purpose: 'where returns go', secret: false, processes: ['app', 'maintain'] };
    const variables = { ...contract.variables, MIDCOAST_RETURNS: added };
    const mend =
      'Let contract.ts say which processes read the variable, and pod-variables.ts how it is given.';
    assert.deepEqual(said({ variables }), [
      `Deployment midcoast/midcoast-app is not given MIDCOAST_RETURNS → ${mend}`,
      `CronJob midcoast/midcoast-maintain is not given MIDCOAST_RETURNS → ${mend}`,
    ]);
  });

  it('is told that a new metric is on no dashboard', () => {
    const added = { kind: 'counter', help: 'Returns of buyers', labels: [] } as const;
    assert.deepEqual(said({ metrics: { ...contract.metrics, midcoast_returns_total: added } }), [
      'contract.ts midcoast_returns_total no panel shows it → Add a panel to kubernetes/monitoring/service-dashboard.ts, and an alert where somebody must know.',
    ]);
  });
});
