import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IService } from 'kubernetes-models/v1/Service';
import { production } from '../../../environments/production.ts';
import type { VirtualService } from '../../kubernetes/mesh/istio/virtual-service.ts';
import type { Manifest } from '../../manifest.ts';
import { midcoast } from '../../midcoast.ts';
import { withHeldFields, type Live } from './held-fields.ts';

const manifests = Object.values(midcoast({ ...production, strategy: 'canary' }).manifests).flat();
const rolling = Object.values(midcoast({ ...production, strategy: 'rolling' }).manifests).flat();

function found<Kind extends Manifest>(kind: Kind['kind'], name: string, of = manifests): Kind {
  const manifest = of.find((each) => each.kind === kind && each.metadata?.name === name);
  assert.ok(manifest, `${kind} ${name}`);
  return manifest as Kind;
}

const routes = found<VirtualService>('VirtualService', 'midcoast-vs');
const service = found<IService>('Service', 'midcoast-app-canary');

/** As the cluster has the routes in the middle of a canary. */
function moved(change: (http: Http) => Http = (http) => http): Live & VirtualService {
  const http = (routes.spec.http ?? []).map((each) => ({
    ...each,
    route:
      each.route?.map((to, index, { length }) =>
        length === 1 ? to : { ...to, weight: index === 0 ? 75 : 25 },
      ) ?? [],
  }));
  return {
    ...routes,
    metadata: { ...routes.metadata, resourceVersion: '42' },
    spec: { ...routes.spec, http: change(http) },
  };
}
type Http = NonNullable<VirtualService['spec']['http']>;

const weightsOf = (manifest: Manifest) =>
  (manifest as VirtualService).spec.http?.map(({ route }) => route?.map(({ weight }) => weight));

/** All but the one to the newest version, which has no weight. */
const everyRoute = (weights: readonly number[]) =>
  routes.spec.http?.map(({ route }) => (route?.length === 1 ? [undefined] : weights));

/** As the cluster has a Service that a Rollout has narrowed. */
const narrowed: Live & IService = {
  ...service,
  metadata: {
    ...service.metadata,
    annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'midcoast-app' },
    resourceVersion: '7',
  },
  spec: { ...service.spec, selector: { ...service.spec?.selector, 'rollouts-pod-template-hash': 'abc' } },
};

describe('what a Rollout holds', () => {
  it('stays: the weights of every route, whatever else is new', () => {
    const changed = {
      ...routes,
      spec: { ...routes.spec, http: routes.spec.http?.map((each) => ({ ...each, timeout: '3s' })) ?? [] },
    };
    const applied = withHeldFields(changed, moved()) as VirtualService;
    assert.deepEqual(weightsOf(applied), everyRoute([75, 25]));
    assert.ok(applied.spec.http?.every(({ timeout }) => timeout === '3s'));
  });

  it('stays: the version that a Service is narrowed to', () => {
    const applied = withHeldFields(service, narrowed) as IService;
    assert.deepEqual(applied.spec?.selector, {
      'app.kubernetes.io/name': 'midcoast-app',
      'rollouts-pod-template-hash': 'abc',
    });
  });

  it('is the weights of the others for a route that is new', () => {
    const applied = withHeldFields(
      routes,
      moved((http) => http.filter(({ name }) => name !== 'events')),
    );
    assert.deepEqual(weightsOf(applied), everyRoute([75, 25]));
  });

  it('is known by the hosts, in whatever order they stand', () => {
    const turned = moved((http) => http.map((each) => ({ ...each, route: each.route?.toReversed() ?? [] })));
    assert.deepEqual(weightsOf(withHeldFields(routes, turned)), everyRoute([75, 25]));
  });

  it('is applied to the object that was read, and to no later one', () => {
    const versionOf = (manifest: Manifest) => (manifest as Live).metadata?.resourceVersion;
    assert.equal(versionOf(withHeldFields(routes, moved())), '42');
    assert.equal(versionOf(withHeldFields(service, narrowed)), '7');
  });

  it('is nothing of what is not there yet, of other objects, or of another strategy', () => {
    const other = found('ServiceAccount', 'midcoast-app');
    const plain = found<VirtualService>('VirtualService', 'midcoast-vs', rolling);
    assert.equal(withHeldFields(routes, undefined), routes);
    assert.equal(withHeldFields(service, service), service);
    assert.equal(withHeldFields(other, other), other);
    assert.equal(withHeldFields(plain, moved()), plain);
    const first = withHeldFields(routes, plain);
    assert.deepEqual(weightsOf(first), everyRoute([100, 0]));
  });
});
