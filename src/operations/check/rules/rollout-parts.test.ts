import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import { environments } from '../../../environments/environments.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { breaches } from '../test-platform.ts';
import { sound, withObject, withoutObject } from '../test-workload.ts';
import { rolloutPartsRules } from './rollout-parts.ts';

const [parts, moved] = rolloutPartsRules;
assert.ok(parts && moved);

const where = 'Rollout midcoast/midcoast-app';

describe('the rules over rollouts', () => {
  it('find nothing in production, by whatever strategy it is shipped', () => {
    const others = (['rolling', 'blue-green'] as const).map((strategy) =>
      midcoast({ ...environments.production, strategy }),
    );
    for (const platform of [sound, ...others])
      for (const rule of rolloutPartsRules) assert.deepEqual(breaches(rule, platform), [], rule.id);
  });
});

describe('rollouts-find-parts', () => {
  it('finds whatever is gone', () => {
    for (const [kind, name] of [
      ['Deployment', 'midcoast-app'],
      ['Service', 'midcoast-app-canary'],
      ['AnalysisTemplate', 'midcoast-objectives'],
    ] as const)
      assert.deepEqual(breaches(parts, withoutObject(kind, name)), [
        { where, seen: `finds no ${kind} ${name}` },
      ]);
  });

  it('finds a route that there is not', () => {
    const planted = withRoutes((routes) => [...routes, 'exports']);
    assert.deepEqual(breaches(parts, planted), [{ where, seen: 'finds no route exports' }]);
  });
});

describe('routes-are-moved', () => {
  it('finds one that nobody moves', () => {
    const planted = withRoutes((routes) => routes.filter((name) => name !== 'reads'));
    assert.deepEqual(breaches(moved, planted), [
      {
        where: 'VirtualService midcoast/midcoast-vs',
        seen: 'the route reads leads to two versions, and no Rollout moves it',
      },
    ]);
  });
});

function withRoutes(change: (routes: string[]) => string[]) {
  return withObject<IRollout>('Rollout', 'midcoast-app', ({ spec }) => {
    const service = spec.strategy?.canary?.trafficRouting?.istio?.virtualService;
    if (service?.routes) service.routes = change(service.routes);
  });
}
