import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Platform } from '../../../platform/midcoast.ts';
import { contract } from '../contract.ts';
import { breaches } from '../test-platform.ts';
import { sound, withApp, withoutObject, type AppDeployment } from '../test-workload.ts';
import { contractKeptRules } from './contract-kept.ts';

const rules = contractKeptRules(contract);
const [every, environment, routes, doors, grace] = rules;
assert.ok(every && environment && routes && doors && grace);

const seen = (rule: typeof grace, platform: Platform) =>
  breaches(rule, platform).map((breach) => breach.seen);
const spoilt = (rule: typeof grace, spoil: (app: AppDeployment) => void) => seen(rule, withApp(spoil));

describe('the rules over the contract', () => {
  it('find nothing in production', () => {
    for (const rule of rules) assert.deepEqual(breaches(rule, sound), [], rule.id);
  });
});

describe('processes-run', () => {
  it('finds a process that nothing runs', () => {
    assert.deepEqual(breaches(every, withoutObject('CronJob', 'midcoast-maintain')), [
      { where: 'contract.ts maintain', seen: 'nothing runs it' },
    ]);
  });
});

describe('variables-given', () => {
  it('finds one that is missing, and one that nobody reads', () => {
    const found = spoilt(environment, ({ container }) => {
      const rest = (container.env ?? []).filter(({ name }) => name !== 'MIDCOAST_DATABASE_POOL');
      container.env = [...rest, { name: 'MIDCOAST_OWNER_DATABASE_URL', value: 'x' }];
    });
    assert.deepEqual(found, [
      'is not given MIDCOAST_DATABASE_POOL',
      'is given MIDCOAST_OWNER_DATABASE_URL and does not read it',
    ]);
  });
});

describe('probes-are-routes', () => {
  it('finds a route that nobody answers, a port that it is not on, and a probe that is missing', () => {
    const found = spoilt(routes, ({ container }) => {
      container.startupProbe = { httpGet: { path: '/healthz', port: 'http' } };
      container.readinessProbe = { httpGet: { path: '/readyz', port: 'metrics' } };
      delete container.livenessProbe;
    });
    assert.deepEqual(found, [
      'startupProbe asks /healthz on http',
      'readinessProbe asks /readyz on metrics',
      'has no livenessProbe',
    ]);
  });
});

describe('ports-agree', () => {
  it('finds a port of another number', () => {
    const found = spoilt(doors, ({ container }) => {
      container.ports = [
        { name: 'http', containerPort: 8081 },
        { name: 'metrics', containerPort: 9464 },
      ];
    });
    assert.deepEqual(found, ['does not open http at 8080']);
  });
});

describe('grace-periods-nest', () => {
  it('finds a pause shorter than the load balancer takes', () => {
    const found = spoilt(grace, ({ container }) => {
      container.lifecycle = { preStop: { sleep: { seconds: 5 } } };
    });
    assert.deepEqual(found, ['deregistration 30 s, preStop 5 s, drain 10 s, grace 45 s']);
  });

  it('finds a grace that ends before the service does, and Kubernetes’ own where none is stated', () => {
    const short = spoilt(grace, ({ pod }) => {
      pod.terminationGracePeriodSeconds = 40;
    });
    assert.deepEqual(short, ['deregistration 30 s, preStop 30 s, drain 10 s, grace 40 s']);
    const none = spoilt(grace, ({ pod }) => {
      delete pod.terminationGracePeriodSeconds;
    });
    assert.deepEqual(none, ['deregistration 30 s, preStop 30 s, drain 10 s, grace 30 s']);
  });
});
