import type { ICanaryStep, ICanaryStrategy } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import { gracefulStop } from '../../graceful-stop.ts';
import { names } from '../../names.ts';
import { byObjectives } from './analysis.ts';
import { canaryServices } from './versions.ts';

/** Percent of the requests, one step after another. A bad version meets a tenth of them at most. */
const weights = [10, 25, 50] as const;

/** What is new meets its first requests with nothing in its caches; those are not what it is judged by. */
const warmUp: ICanaryStep = { pause: { duration: '1m' } };

/**
 * A growing share of the requests for the new version, judged by the objectives at each step. The old one keeps all
 * its pods until the end, so that going back takes one write of the routes and no pod has to start.
 */
export function canary(routes: readonly string[]): ICanaryStrategy {
  return {
    stableService: canaryServices.stable,
    canaryService: canaryServices.canary,
    trafficRouting: { istio: { virtualService: { name: names.virtualService, routes: [...routes] } } },
    maxSurge: 1,
    maxUnavailable: 0,
    steps: weights.flatMap((setWeight) => [{ setWeight }, warmUp, { analysis: byObjectives }]),
    // The mesh hears of new routes within seconds; then pods finish what they were asked.
    scaleDownDelaySeconds: gracefulStop.terminationGraceSeconds,
    abortScaleDownDelaySeconds: gracefulStop.terminationGraceSeconds,
  };
}
