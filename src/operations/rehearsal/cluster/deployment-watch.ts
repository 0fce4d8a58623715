import { names } from '../../../platform/midcoast.ts';
import { isAvailable, type Pod } from '../../kubernetes/pod.ts';
import type { Measure } from '../report.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import type { Stand } from './stand.ts';
import { deploymentKind, podsOf } from '../../kubernetes/application-objects.ts';
import { deploymentProgress, type RollingDeployment } from '../../rollout/progress.ts';

/** A Deployment, with the limits that are watched. */
export type Deployment = RollingDeployment & {
  readonly spec: {
    readonly replicas: number;
    readonly minReadySeconds?: number;
    readonly strategy: {
      readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number };
    };
  };
};

/** The application's Deployment and its pods, under watch. */
export type DeploymentWatch = {
  readonly deployment: () => Deployment;
  readonly pods: () => readonly Pod[];
  /** Waits until all of its pods are of the newest template and available. */
  readonly untilRolledOut: (patienceSeconds: number) => Promise<void>;
  readonly untilPods: (
    what: string,
    holds: (pods: readonly Pod[]) => boolean,
    patienceSeconds: number,
  ) => Promise<void>;
  /** From now on, the worst of every single change counts. */
  readonly begin: () => void;
  /** What was seen since then. */
  readonly measures: () => readonly Measure[];
};

/** Follows the application's Deployment in a stand that has no Rollout. */
export async function watchDeployment(
  cluster: RehearsedCluster,
  { namespace }: Stand,
): Promise<DeploymentWatch> {
  const deployments = await cluster.follow<Deployment>({ ...deploymentKind, namespace });
  const deployment = () => {
    const found = deployments.objects().find(({ metadata }) => metadata.name === names.application);
    if (found === undefined)
      throw new RangeError(`there is no Deployment ${names.application} in ${namespace}`);
    return found;
  };
  let worst = { most: 0, least: Number.POSITIVE_INFINITY, changes: 0 };
  const pods = await cluster.follow<Pod>(podsOf(namespace), (seen) => {
    const counts = countsOf(seen, deployment().spec.minReadySeconds ?? 0);
    worst = {
      most: Math.max(worst.most, counts.there),
      least: Math.min(worst.least, counts.available),
      changes: worst.changes + 1,
    };
  });
  return {
    deployment,
    pods: pods.objects,
    untilRolledOut: (patienceSeconds) =>
      deployments.until(
        `${names.application} rolled out in ${namespace}`,
        () => deploymentProgress(deployment()).stage === 'done',
        patienceSeconds,
      ),
    untilPods: pods.until,
    begin: () => {
      const { available, there } = countsOf(pods.objects(), deployment().spec.minReadySeconds ?? 0);
      worst = { most: there, least: available, changes: 0 };
    },
    measures: () => measuresOf(deployment(), worst),
  };
}

export type Worst = { readonly most: number; readonly least: number; readonly changes: number };

/** The worst that was seen, held against what the Deployment allows. */
export function measuresOf(
  { spec }: Pick<Deployment, 'spec'>,
  { most, least, changes }: Worst,
): readonly Measure[] {
  const { maxSurge, maxUnavailable } = spec.strategy.rollingUpdate;
  const [allowedMost, allowedLeast] = [spec.replicas + maxSurge, spec.replicas - maxUnavailable];
  return [
    {
      what: 'pods at once',
      allowed: `at most ${allowedMost} (${spec.replicas} and maxSurge ${maxSurge})`,
      seen: String(most),
      holds: most <= allowedMost,
    },
    {
      what: 'pods available',
      allowed: `at least ${allowedLeast} (${spec.replicas} less maxUnavailable ${maxUnavailable})`,
      seen: String(least),
      holds: least >= allowedLeast,
    },
    // A watch that sees nothing finds nothing wrong.
    { what: 'changes watched', allowed: 'at least 1', seen: String(changes), holds: changes > 0 },
  ];
}

/** Those on their way out count no more: they take no requests. */
function countsOf(pods: readonly Pod[], minReadySeconds: number) {
  const there = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return { there: there.length, available: there.filter((pod) => isAvailable(pod, minReadySeconds)).length };
}
