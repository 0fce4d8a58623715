import type {
  ICanaryStep,
  IRollout,
  IRolloutStrategy,
} from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import type { Strategy } from '../../../environments/environment.ts';
import { names } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { scaledBy } from '../objects/scaled-by.ts';
import { manifestsOf, ofKind, objectName } from '../objects/manifest.ts';

const chosen: Rule = {
  id: 'rollout-is-the-strategy',
  says: 'The application is shipped as the environment says: by its Deployment, or by a Rollout of that strategy.',
  mend: 'Let platform/pipeline/strategy/strategy.ts make the Rollout of environment.strategy, and of no other.',
  find: (platform) => {
    if (platform.manifests['application'] === undefined) return [];
    const { strategy } = platform.environment;
    const found = ofKind(platform, 'Rollout').find(({ metadata }) => metadata?.name === names.application);
    const shipped = found === undefined ? 'rolling' : strategyOf(found);
    return shipped === strategy
      ? []
      : [{ where: `environment.strategy ${strategy}`, seen: `is shipped ${shipped}` }];
  },
};

const scaled: Rule = {
  id: 'autoscalers-fit-the-strategy',
  says: 'Autoscalers scale what has the count of the pods: the Rollout where there is one, and not the Deployment under it.',
  mend: 'Give the autoscaler the target that platform/pipeline/strategy/strategy.ts hands out.',
  find: (platform) => {
    const emptied = ofKind(platform, 'Rollout').flatMap(({ spec }) => spec.workloadRef ?? []);
    return manifestsOf(platform).flatMap((manifest) => {
      const target = scaledBy(manifest);
      const isEmptied = emptied.some(({ kind, name }) => kind === target?.kind && name === target?.name);
      if (target === undefined || !isEmptied) return [];
      return [
        {
          where: objectName(manifest),
          seen: `scales ${target.kind} ${target.name}, whose pods a Rollout has`,
        },
      ];
    });
  },
};

const judged: Rule = {
  id: 'versions-are-judged',
  says: 'No version gets a greater share of the requests, or all of them, before an analysis has looked at it.',
  mend: 'Give each weight of pipeline/strategy/canary.ts an analysis behind it, blue-green one before and one after.',
  find: (platform) =>
    ofKind(platform, 'Rollout').flatMap((rollout) =>
      unjudged(rollout.spec.strategy ?? {}).map((seen) => ({ where: objectName(rollout), seen })),
    ),
};

export const strategyFitRules: readonly Rule[] = [chosen, scaled, judged];

function strategyOf({ spec }: IRollout): Strategy {
  if (spec.strategy?.canary !== undefined) return 'canary';
  return spec.strategy?.blueGreen === undefined ? 'rolling' : 'blue-green';
}

function unjudged({ canary, blueGreen }: IRolloutStrategy): readonly string[] {
  const steps = canary?.analysis === undefined ? (canary?.steps ?? []) : [];
  return [
    ...weightsOf(steps)
      .filter(({ looks }) => !looks)
      .map(({ weight }) => `nothing judges the version at ${weight} %`),
    ...(canary !== undefined && canary.analysis === undefined && weightsOf(steps).length === 0
      ? ['gives all requests at once']
      : []),
    ...(blueGreen !== undefined && blueGreen.prePromotionAnalysis === undefined
      ? ['nothing judges the version before it is asked']
      : []),
    ...(blueGreen !== undefined && blueGreen.postPromotionAnalysis === undefined
      ? ['nothing judges the version when it is asked']
      : []),
  ];
}

/** Each weight, and whether an analysis stands between it and the next one. */
function weightsOf(
  steps: readonly ICanaryStep[],
): readonly { readonly weight: number; readonly looks: boolean }[] {
  return steps.flatMap(({ setWeight }, index) => {
    if (setWeight === undefined) return [];
    const rest = steps.slice(index + 1);
    const next = rest.findIndex((step) => step.setWeight !== undefined);
    const until = next === -1 ? rest : rest.slice(0, next);
    return [{ weight: setWeight, looks: until.some(({ analysis }) => analysis !== undefined) }];
  });
}
