import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { matches } from '../objects/selector.ts';
import { ofKind } from '../objects/manifest.ts';
import { workloads, type Workload } from '../objects/workload.ts';

/** What serves stands in two places at least, or an interruption of one is one of all. */
const leastPods = 2;

const budgets: Rule = {
  id: 'servers-have-budgets',
  says: 'Of whatever serves, one pod at a time is taken away on purpose, and always one; those that serve nobody may always go.',
  mend: 'Give it a PodDisruptionBudget with maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow and the selector of its pods.',
  find: (platform) =>
    servers(platform).flatMap(({ where, labels }) => {
      const [budget] = ofKind(platform, 'PodDisruptionBudget').filter(({ spec }) =>
        matches(spec?.selector?.matchLabels ?? {}, labels),
      );
      if (budget === undefined) return [{ where, seen: 'has no budget' }];
      const { maxUnavailable, unhealthyPodEvictionPolicy } = budget.spec ?? {};
      return [
        ...(maxUnavailable === 1 ? [] : [{ where, seen: `may lose ${maxUnavailable ?? 'none'} at once` }]),
        ...(unhealthyPodEvictionPolicy === 'AlwaysAllow'
          ? []
          : [{ where, seen: 'holds a node for pods that serve nobody' }]),
      ];
    }),
};

const spread: Rule = {
  id: 'servers-spread-over-zones',
  says: 'Pods of whatever serves stand in several zones alike: a zone that is lost takes its share and no more, and holds none back.',
  mend: 'Give the pods a topologySpreadConstraint over topology.kubernetes.io/zone that is not only wished for, by overZones of zone-spread.ts.',
  find: (platform) => {
    const zones = Object.keys(platform.environment.network.zones).length;
    return servers(platform).flatMap(({ where, pod, labels }) => {
      const constraint = pod.topologySpreadConstraints?.find(
        ({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) =>
          topologyKey === 'topology.kubernetes.io/zone' &&
          whenUnsatisfiable === 'DoNotSchedule' &&
          maxSkew === 1 &&
          matches(labelSelector?.matchLabels ?? {}, labels),
      );
      const least = constraint?.minDomains ?? 1;
      if (constraint === undefined || (least < 2 && zones > 2))
        return [{ where, seen: 'may stand in one zone' }];
      return least < zones ? [] : [{ where, seen: `waits for ${least} zones, also when one is lost` }];
    });
  },
};

const scaled: Rule = {
  id: 'servers-are-scaled',
  says: `Whatever serves has an autoscaler, and never fewer than ${leastPods} pods.`,
  mend: 'Give it a HorizontalPodAutoscaler, as scaling/pod-scaling.ts does.',
  find: (platform) =>
    servers(platform).flatMap(({ where, manifest: { metadata } }) => {
      const [autoscaler] = ofKind(platform, 'HorizontalPodAutoscaler').filter(
        ({ spec }) => spec?.scaleTargetRef.name === metadata?.name,
      );
      const least = autoscaler?.spec?.minReplicas ?? 1;
      if (autoscaler === undefined) return [{ where, seen: 'is scaled by nobody' }];
      return least >= leastPods ? [] : [{ where, seen: `may have ${least} pod` }];
    }),
};

const rolled: Rule = {
  id: 'rollouts-lose-no-pod',
  says: 'A rollout takes no pod away before the next one is ready.',
  mend: 'Set maxUnavailable of the rolling update to 0 and maxSurge to 1.',
  find: (platform) =>
    deployments(platform).flatMap(({ where, manifest }) => {
      const { rollingUpdate } = (manifest as IDeployment).spec?.strategy ?? {};
      const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
      return maxUnavailable === 0 && maxSurge === 1
        ? []
        : [{ where, seen: `may lose ${maxUnavailable ?? '25%'} and add ${maxSurge ?? '25%'}` }];
    }),
};

const ready: Rule = {
  id: 'servers-say-when-ready',
  says: 'Every container of whatever serves says when it is ready, so that requests come to none that is not.',
  mend: 'Give the container a readinessProbe.',
  find: (platform) =>
    servers(platform).flatMap(({ where, pod }) =>
      pod.containers
        .filter(({ readinessProbe }) => readinessProbe === undefined)
        .map(({ name }) => ({ where, seen: `${name} has no readinessProbe` })),
    ),
};

const first: Rule = {
  id: 'servers-come-first',
  says: 'Where nodes are full, whatever serves has the place of what does not.',
  mend: 'Give its pods priorityClassName: names.servingPriority.',
  find: (platform) => {
    const values = new Map(
      ofKind(platform, 'PriorityClass').map(({ metadata, value }) => [metadata?.name ?? '', value]),
    );
    return servers(platform)
      .filter(({ pod }) => !((values.get(pod.priorityClassName ?? '') ?? 0) > 0))
      .map(({ where, pod }) => ({ where, seen: `has the priority ${pod.priorityClassName ?? 'of all'}` }));
  },
};

export const serverAvailabilityRules: readonly Rule[] = [budgets, spread, scaled, rolled, ready, first];

/** Jobs come and go; what serves is a Deployment, or a Rollout with pods of its own. */
function servers(platform: Platform): readonly Workload[] {
  return workloads(platform).filter(({ manifest: { kind } }) => kind === 'Deployment' || kind === 'Rollout');
}

function deployments(platform: Platform): readonly Workload[] {
  return servers(platform).filter(({ manifest }) => manifest.kind === 'Deployment');
}
