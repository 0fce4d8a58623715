import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IService } from 'kubernetes-models/v1/Service';
import type { Strategy } from '../../../environments/environment.ts';
import { environments } from '../../../environments/environments.ts';
import type { DestinationRule } from '../../kubernetes/mesh/istio/destination-rule.ts';
import type { VirtualService } from '../../kubernetes/mesh/istio/virtual-service.ts';
import { validate } from '../../kubernetes/test-models.ts';
import { midcoast } from '../../midcoast.ts';
import { found, ofKind, platforms, rollout, seconds, stepwise, templates } from './test-strategies.ts';

describe('a strategy', () => {
  it('is made of objects that their schemas allow', () => {
    let checked = 0;
    for (const strategy of stepwise) {
      for (const each of midcoast({ ...environments.production, strategy }).manifests['strategy'] ?? []) {
        validate(each);
        checked += 1;
      }
    }
    assert.ok(checked >= 9);
  });

  it('is refused by its schema when a field is of another type', () => {
    const planted = {
      ...rollout('canary'),
      spec: { ...rollout('canary').spec, progressDeadlineSeconds: 'soon' },
    };
    assert.throws(() => validate(planted), /progressDeadlineSeconds/);
  });

  it('is the Deployment alone when rolling, and a Rollout over it otherwise', () => {
    assert.deepEqual(ofKind('rolling', 'Rollout'), []);
    assert.deepEqual(ofKind('rolling', 'AnalysisTemplate'), []);
    for (const strategy of stepwise) {
      assert.deepEqual(rollout(strategy).spec.workloadRef, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: found<IDeployment>(strategy, 'Deployment', 'midcoast-app').metadata?.name,
        scaleDown: strategy === 'canary' ? 'onsuccess' : 'progressively',
      });
    }
  });

  it('leaves the count to the autoscaler, which scales what runs the pods', () => {
    const scaled = (strategy: Strategy) =>
      found<IHorizontalPodAutoscaler>(strategy, 'HorizontalPodAutoscaler', 'midcoast-hpa').spec
        ?.scaleTargetRef;
    assert.equal(scaled('rolling')?.kind, 'Deployment');
    for (const strategy of stepwise) {
      assert.deepEqual(scaled(strategy), {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        name: 'midcoast-app',
      });
      assert.equal(rollout(strategy).spec.replicas, undefined);
    }
  });

  it('waits as the Deployment does, and takes back pods that never stand', () => {
    for (const strategy of stepwise) {
      const { spec } = found<IDeployment>(strategy, 'Deployment', 'midcoast-app');
      const { minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit, progressDeadlineAbort } =
        rollout(strategy).spec;
      assert.equal(minReadySeconds, spec?.minReadySeconds);
      assert.equal(progressDeadlineSeconds, spec?.progressDeadlineSeconds);
      assert.equal(revisionHistoryLimit, spec?.revisionHistoryLimit);
      assert.equal(progressDeadlineAbort, true);
    }
  });

  it('spreads each version over the zones by itself', () => {
    for (const { matchLabelKeys } of found<IDeployment>('canary', 'Deployment', 'midcoast-app').spec?.template
      .spec?.topologySpreadConstraints ?? [])
      assert.deepEqual(matchLabelKeys, ['pod-template-hash', 'rollouts-pod-template-hash']);
  });

  it('lets Prometheus scrape each pod once', () => {
    for (const strategy of stepwise) {
      const scraped = ofKind<IService>(strategy, 'Service').filter(
        ({ metadata }) => metadata?.labels?.['app.kubernetes.io/name'] === 'midcoast-app',
      );
      assert.deepEqual(
        scraped.map(({ metadata }) => metadata?.name),
        ['midcoast-app'],
      );
    }
  });
});

describe('the routes', () => {
  const all = (strategy: Strategy) =>
    found<VirtualService>(strategy, 'VirtualService', 'midcoast-vs').spec.http ?? [];
  const routes = (strategy: Strategy) => all(strategy).filter(({ name }) => name !== 'newest');
  const led = (strategy: Strategy) => [
    ...new Set(
      routes(strategy).map(({ route = [] }) =>
        route
          .map(({ destination: { host }, weight }) =>
            [host, weight].filter((each) => each !== undefined).join(' '),
          )
          .join(', '),
      ),
    ),
  ];

  it('lead to the version in use alone, until one is rolled out', () => {
    assert.deepEqual(led('rolling'), ['midcoast-app']);
    assert.deepEqual(led('blue-green'), ['midcoast-app-active']);
    assert.deepEqual(led('canary'), ['midcoast-app-stable 100, midcoast-app-canary 0']);
  });

  it('are all known to the Rollout by name, since it would leave out another', () => {
    const { routes: moved } =
      rollout('canary').spec.strategy?.canary?.trafficRouting?.istio?.virtualService ?? {};
    assert.deepEqual(
      moved,
      routes('canary').map(({ name }) => name),
    );
  });

  it('let whoever asks for it by a header ask the newest version, once, and for nobody’s data', () => {
    const newest = (strategy: Strategy) =>
      all(strategy)
        .slice(0, 1)
        .filter(({ name }) => name === 'newest');
    assert.deepEqual(newest('rolling'), []);
    assert.deepEqual(
      stepwise
        .flatMap((strategy) => newest(strategy).flatMap(({ route = [] }) => route))
        .map(({ destination }) => destination.host),
      ['midcoast-app-preview', 'midcoast-app-canary'],
    );
    assert.deepEqual(newest('canary')[0]?.match, [
      {
        uri: { exact: '/v1/version' },
        method: { exact: 'GET' },
        headers: { 'x-midcoast-version': { exact: 'newest' } },
      },
    ]);
  });

  it('lead to Services that find the pods, each with a circuit breaker', () => {
    const pods =
      found<IDeployment>('canary', 'Deployment', 'midcoast-app').spec?.template.metadata?.labels ?? {};
    for (const strategy of ['rolling', ...stepwise] as const) {
      const hosts = new Set(
        all(strategy).flatMap(({ route = [] }) => route.map(({ destination }) => destination.host)),
      );
      for (const host of hosts) {
        const selector = Object.entries(found<IService>(strategy, 'Service', host).spec?.selector ?? {});
        assert.ok(selector.length > 0 && selector.every(([key, value]) => pods[key] === value), host);
        const breaker = found<DestinationRule>(strategy, 'DestinationRule', host);
        assert.equal(breaker.spec.host, host);
        assert.equal(breaker.spec.trafficPolicy?.tls?.mode, 'ISTIO_MUTUAL');
      }
    }
  });

  it('come after what they lead to', () => {
    for (const strategy of stepwise) {
      const kinds = platforms[strategy].map(({ kind, metadata }) => `${kind} ${metadata?.name ?? ''}`);
      const routed = kinds.indexOf('VirtualService midcoast-vs');
      for (const name of strategy === 'canary' ? ['stable', 'canary'] : ['active', 'preview'])
        assert.ok(kinds.indexOf(`Service midcoast-app-${name}`) < routed);
    }
  });
});

describe('the canary', () => {
  const {
    steps = [],
    abortScaleDownDelaySeconds = 0,
    dynamicStableScale,
  } = rollout('canary').spec.strategy?.canary ?? {};

  it('meets a growing share of the requests, and is judged at each', () => {
    assert.deepEqual(
      steps.flatMap(({ setWeight }) => setWeight ?? []),
      [10, 25, 50],
    );
    const kinds = steps.map((step) => Object.keys(step).join());
    assert.deepEqual(
      kinds,
      [10, 25, 50].flatMap(() => ['setWeight', 'pause', 'analysis']),
    );
  });

  it('pauses for as long as somebody would wait, and never for ever', () => {
    for (const { pause } of steps) if (pause) assert.ok(seconds(pause.duration) > 0);
  });

  it('leaves the old version all its pods, to which it can go back at once', () => {
    assert.equal(dynamicStableScale, undefined);
  });

  it('keeps its pods after an abort until they have finished', () => {
    const grace = found<IDeployment>('canary', 'Deployment', 'midcoast-app').spec?.template.spec
      ?.terminationGracePeriodSeconds;
    assert.ok(abortScaleDownDelaySeconds >= (grace ?? Infinity));
  });
});

describe('blue and green', () => {
  const {
    prePromotionAnalysis,
    postPromotionAnalysis,
    autoPromotionEnabled,
    scaleDownDelaySeconds = 0,
  } = rollout('blue-green').spec.strategy?.blueGreen ?? {};

  it('change places by themselves, judged before by their signs and after by the objectives', () => {
    assert.equal(autoPromotionEnabled, true);
    assert.deepEqual(prePromotionAnalysis?.templates, [{ templateName: 'midcoast-preview' }]);
    assert.deepEqual(postPromotionAnalysis?.templates, [{ templateName: 'midcoast-objectives' }]);
  });

  it('stand side by side until the new one has been judged', () => {
    const judged = templates('blue-green')
      .find(({ metadata }) => metadata?.name === 'midcoast-objectives')
      ?.spec.metrics?.map(
        ({ initialDelay, interval, count }) =>
          seconds(initialDelay) + seconds(interval) * (Number(count) - 1),
      );
    assert.ok(judged?.length);
    assert.ok(scaleDownDelaySeconds > 2 * Math.max(...judged));
  });
});
