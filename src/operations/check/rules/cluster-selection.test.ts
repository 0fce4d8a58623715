import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IService } from 'kubernetes-models/v1/Service';
import { breaches } from '../test-platform.ts';
import { sound, withApp, withObject, withoutObject } from '../test-workload.ts';
import { clusterSelectionRules } from './cluster-selection.ts';

const [selected, opened, scaled, fenced] = clusterSelectionRules;
assert.ok(selected && opened && scaled && fenced);

const app = 'Deployment midcoast/midcoast-app';

describe('the rules over who finds whom', () => {
  it('find nothing in production', () => {
    for (const rule of clusterSelectionRules) assert.deepEqual(breaches(rule, sound), [], rule.id);
  });
});

describe('selectors-find-pods', () => {
  it('finds a Service, a budget and a policy that have nobody', () => {
    const service = withObject<IService>('Service', 'midcoast-app', ({ spec }) => {
      if (spec) spec.selector = { 'app.kubernetes.io/name': 'other' };
    });
    assert.deepEqual(breaches(selected, service), [
      { where: 'Service midcoast/midcoast-app', seen: 'finds no pod' },
    ]);
    const budget = withObject<IPodDisruptionBudget>('PodDisruptionBudget', 'midcoast-app', ({ spec }) => {
      if (spec) spec.selector = {};
    });
    assert.deepEqual(breaches(selected, budget), [
      { where: 'PodDisruptionBudget midcoast/midcoast-app', seen: 'finds no pod' },
    ]);
    const policy = withObject<INetworkPolicy>('NetworkPolicy', 'midcoast-restore', ({ spec }) => {
      if (spec) spec.podSelector = { matchLabels: { app: 'other' } };
    });
    assert.deepEqual(breaches(selected, policy), [
      { where: 'NetworkPolicy midcoast/midcoast-restore', seen: 'finds no pod' },
    ]);
  });
});

describe('services-find-ports', () => {
  it('finds a port that the pods no longer open', () => {
    const planted = withApp(({ container }) => {
      container.ports = [{ name: 'http', containerPort: 8080 }];
    });
    assert.deepEqual(breaches(opened, planted), [
      { where: 'Service midcoast/midcoast-app', seen: 'leads to metrics, which is not open' },
    ]);
  });
});

describe('autoscalers-find-targets', () => {
  it('finds those of a rollout that is gone', () => {
    assert.deepEqual(
      breaches(scaled, withoutObject('Rollout', 'midcoast-app')).map(({ where }) => where),
      ['HorizontalPodAutoscaler midcoast/midcoast-hpa', 'VerticalPodAutoscaler midcoast/midcoast-app'],
    );
  });
});

describe('pods-have-policies', () => {
  it('finds pods without a policy of their own', () => {
    assert.deepEqual(breaches(fenced, withoutObject('NetworkPolicy', 'midcoast-app')), [
      { where: app, seen: 'has no policy of its own' },
    ]);
  });
});
