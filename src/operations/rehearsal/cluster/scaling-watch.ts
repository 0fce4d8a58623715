import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { isReady, isTrue, type Condition, type Pod } from '../../kubernetes/pod.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import type { Count } from './scaling-measures.ts';
import type { Autoscaler } from './scaling-override.ts';
import { podsOf } from '../../kubernetes/application-objects.ts';

type Scaled = KubernetesObject & { readonly spec: { readonly replicas?: number } };

type AutoscalerSeen = Autoscaler & {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly desiredReplicas?: number;
    readonly lastScaleTime?: string;
  };
};

/** How many pods an autoscaler wants, followed at every change. */
export type ScalingWatch = {
  /** Every count in turn, as it was heard of. */
  readonly counts: () => readonly number[];
  /** Each step by the autoscaler's own word and clock: on a busy machine we hear of it some seconds later. */
  readonly steps: () => readonly Count[];
  readonly pods: () => readonly Pod[];
  readonly untilWanted: (pods: number, patienceSeconds: number) => Promise<void>;
  /** Until so many are wanted and ready. */
  readonly untilReady: (pods: number, patienceSeconds: number) => Promise<void>;
  /** Until the autoscaler says that it can judge, or that it cannot. */
  readonly untilActive: (isActive: boolean, patienceSeconds: number) => Promise<void>;
};

/** Follows what the autoscaler scales: the Deployment when rolling, the Rollout over it otherwise. */
export async function watchScaling(
  cluster: RehearsedCluster,
  namespace: string,
  { apiVersion, kind, spec, metadata }: Autoscaler,
): Promise<ScalingWatch> {
  const counts: number[] = [];
  const steps: Count[] = [];
  const target = spec.scaleTargetRef;
  const of = { apiVersion: target.apiVersion, kind: target.kind, namespace };
  const scaled = await cluster.follow<Scaled>(of, (seen) => {
    const count = seen.find((object) => object.metadata.name === target.name)?.spec.replicas ?? 0;
    if (count !== counts.at(-1)) counts.push(count);
  });
  const pods = await cluster.follow<Pod>(podsOf(namespace));
  const autoscalers = await cluster.follow<AutoscalerSeen>({ apiVersion, kind, namespace }, (seen) => {
    const { desiredReplicas, lastScaleTime = '' } = seen[0]?.status ?? {};
    if (desiredReplicas === undefined || desiredReplicas === steps.at(-1)?.pods) return;
    steps.push({ atMs: Date.parse(lastScaleTime), pods: desiredReplicas });
  });
  const wanted = () => counts.at(-1);
  return {
    counts: () => counts,
    steps: () => steps,
    pods: pods.objects,
    untilWanted: (count, patienceSeconds) =>
      scaled.until(`${count} pods wanted by ${metadata.name}`, () => wanted() === count, patienceSeconds),
    untilReady: (count, patienceSeconds) =>
      pods.until(
        `${count} pods, as ${metadata.name} wants`,
        (seen) => wanted() === count && seen.length === count && seen.every(isReady),
        patienceSeconds,
      ),
    untilActive: (isActive, patienceSeconds) =>
      autoscalers.until(
        isActive ? 'an autoscaler that judges' : 'an autoscaler that cannot judge',
        (seen) => seen.every(({ status }) => isTrue(status?.conditions, 'ScalingActive') === isActive),
        patienceSeconds,
      ),
  };
}
