import type { IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import { names, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { manifestsOf, ofKind, objectName } from '../objects/manifest.ts';

const parts: Rule = {
  id: 'rollouts-find-parts',
  says: 'Whatever a Rollout moves, runs or asks is there: its Deployment, Services, routes and analyses.',
  mend: 'Take names and routes from platform/pipeline/strategy and the handles of the mesh.',
  find: (platform) =>
    ofKind(platform, 'Rollout').flatMap((rollout) =>
      [
        ...partsOf(rollout).filter(([kind, name]) => !isThere(platform, kind, name)),
        ...routesOf(rollout).filter(([, name]) => !routesIn(platform).includes(name)),
      ].map(([kind, name]) => ({ where: objectName(rollout), seen: `finds no ${kind} ${name}` })),
    ),
};

const moved: Rule = {
  id: 'routes-are-moved',
  says: 'Every route that leads to two versions is moved by the Rollout: one left out would send requests to the new version while it is judged.',
  mend: 'Give the Rollout every name of the mesh’s routeNames.',
  find: (platform) => {
    const known = new Set(
      ofKind(platform, 'Rollout').flatMap((rollout) => routesOf(rollout).map(([, name]) => name)),
    );
    return routed(platform)
      .filter(({ route = [] }) => route.length > 1)
      .filter(({ name = '' }) => !known.has(name))
      .map(({ name = 'without a name' }) => ({
        where: `VirtualService ${names.namespace}/${names.virtualService}`,
        seen: `the route ${name} leads to two versions, and no Rollout moves it`,
      }));
  },
};

export const rolloutPartsRules: readonly Rule[] = [parts, moved];

type Part = readonly [kind: string, name: string];
type Route = { readonly name?: string; readonly route?: readonly unknown[] };
type Routed = Manifest & { readonly spec: { readonly http?: readonly Route[] } };

function partsOf({ spec }: IRollout): readonly Part[] {
  const { canary, blueGreen } = spec.strategy ?? {};
  const analyses = [
    ...(canary?.steps ?? []).map(({ analysis }) => analysis),
    canary?.analysis,
    blueGreen?.prePromotionAnalysis,
    blueGreen?.postPromotionAnalysis,
  ].flatMap((analysis) => analysis?.templates ?? []);
  const named: readonly (readonly [string, string | undefined])[] = [
    [spec.workloadRef?.kind ?? 'workload', spec.workloadRef?.name ?? 'of its own'],
    ...[
      canary?.stableService,
      canary?.canaryService,
      blueGreen?.activeService,
      blueGreen?.previewService,
    ].map((name) => ['Service', name] as const),
    ['VirtualService', canary?.trafficRouting?.istio?.virtualService?.name],
    ...[...new Set(analyses.map(({ templateName }) => templateName))].map(
      (name) => ['AnalysisTemplate', name] as const,
    ),
  ];
  return named.flatMap(([kind, name]) => (name === undefined ? [] : [[kind, name] as const]));
}

function routesOf({ spec }: IRollout): readonly Part[] {
  const { routes = [] } = spec.strategy?.canary?.trafficRouting?.istio?.virtualService ?? {};
  return routes.map((name) => ['route', name]);
}

function isThere(platform: Platform, kind: string, name: string): boolean {
  return manifestsOf(platform).some((each) => each.kind === kind && each.metadata?.name === name);
}

function routed(platform: Platform): readonly Route[] {
  const found = manifestsOf(platform).filter(
    ({ kind, metadata }) => kind === 'VirtualService' && metadata?.name === names.virtualService,
  ) as Routed[];
  return found.flatMap(({ spec }) => spec.http ?? []);
}

function routesIn(platform: Platform): readonly (string | undefined)[] {
  return routed(platform).map(({ name }) => name);
}
