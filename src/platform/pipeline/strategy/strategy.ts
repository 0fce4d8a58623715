import type { IRollout, IRolloutStrategy } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import type { Environment, Strategy } from '../../../environments/environment.ts';
import { labelsOf } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { names } from '../../names.ts';
import { objectivesAnalysis, previewAnalysis } from './analysis.ts';
import { blueGreen } from './blue-green.ts';
import { canary } from './canary.ts';
import type { Judged, PreviewSigns } from './judged.ts';
import { blueGreenServices, canaryServices, versionService } from './versions.ts';

export type StrategyGiven = {
  readonly environment: Environment;
  /** Of the VirtualService: those that lead to the application. */
  readonly routeNames: readonly string[];
  /** By what the pods say. */
  readonly judged: readonly Judged[];
  /** By what the gateway says of the Service that they stand behind. */
  readonly atGateway: Judged;
  readonly previewSigns: PreviewSigns;
};

export type StrategyHandles = {
  readonly manifests: readonly Manifest[];
  /** What has the count of the pods, for the autoscalers. */
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
};

/**
 * How a new version of the application takes the place of the old one: its Deployment rolls by itself, or a Rollout
 * of the same name takes the pods from it and moves the requests.
 */
export function strategy(given: StrategyGiven): StrategyHandles {
  const { strategy: chosen } = given.environment;
  const manifests = methods[chosen](given);
  return {
    manifests,
    target: chosen === 'rolling' ? deployment : { ...rolloutKind, name: names.application },
  };
}

const rolloutKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' } as const;
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: names.application } as const;

const methods: Readonly<Record<Strategy, (given: StrategyGiven) => readonly Manifest[]>> = {
  rolling: () => [],
  'blue-green': ({ judged, atGateway, previewSigns }) => [
    previewAnalysis(previewSigns),
    objectivesAnalysis(judged, atGateway, blueGreenServices.active),
    ...Object.values(blueGreenServices).map(versionService),
    // With an analysis after the promotion, `onsuccess` never comes: https://github.com/argoproj/argo-rollouts/issues/4681.
    rollout({ blueGreen: blueGreen() }, 'progressively'),
  ],
  canary: ({ judged, atGateway, routeNames }) => [
    objectivesAnalysis(judged, atGateway, canaryServices.canary),
    ...Object.values(canaryServices).map(versionService),
    rollout({ canary: canary(routeNames) }, 'onsuccess'),
  ],
};

/**
 * The Rollout over the Deployment: the pods' template stays there, and its own pods go when the Rollout's first ones
 * stand. The count is the autoscaler's. Seconds are the Deployment's, which a Rollout does not take from it.
 */
function rollout(strategyOf: IRolloutStrategy, scaleDown: 'onsuccess' | 'progressively'): IRollout {
  return {
    ...rolloutKind,
    metadata: { name: names.application, namespace: names.namespace, labels: labelsOf('app') },
    spec: {
      workloadRef: { ...deployment, scaleDown },
      minReadySeconds: 10,
      progressDeadlineSeconds: 300,
      // Pods that never stand are taken back as those are that fail.
      progressDeadlineAbort: true,
      revisionHistoryLimit: 5,
      // To what ran before it goes back at once: it was judged in its time.
      rollbackWindow: { revisions: 3 },
      analysis: { successfulRunHistoryLimit: 5, unsuccessfulRunHistoryLimit: 5 },
      strategy: strategyOf,
    },
  };
}
