import { names } from '../../../platform/midcoast.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { isReady, isTrue, type Condition, type Pod } from '../../kubernetes/pod.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import type { Count } from './scaling-measures.ts';
import type { Autoscaler } from './scaling-override.ts';

type Scaled = KubernetesObject & {
  readonly metadata: {
    readonly managedFields?: readonly { readonly subresource?: string; readonly time?: string }[];
  };
  readonly spec: { readonly replicas?: number };
};

type AutoscalerSeen = Autoscaler & { readonly status?: { readonly conditions?: readonly Condition[] } };

/** How many pods an autoscaler wants, followed at every change. */
export type ScalingWatch = {
  /** Every count in turn. */
  readonly counts: () => readonly Count[];
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
  const counts: Count[] = [];
  const target = spec.scaleTargetRef;
  const of = { apiVersion: target.apiVersion, kind: target.kind, namespace };
  const scaled = await cluster.follow<Scaled>(of, (seen) => {
    const object = seen.find(({ metadata: { name } }) => name === target.name);
    const pods = object?.spec.replicas ?? 0;
    if (pods !== counts.at(-1)?.pods) counts.push({ atMs: scaledAt(object), pods });
  });
  const labels = { 'app.kubernetes.io/name': names.application };
  const pods = await cluster.follow<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labels });
  const autoscalers = await cluster.follow<AutoscalerSeen>({ apiVersion, kind, namespace });
  const wanted = () => counts.at(-1)?.pods;
  return {
    counts: () => counts,
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

/** When the API server wrote the count, in whole seconds: on a busy machine we hear of it some seconds later. */
function scaledAt(object: Scaled | undefined): number {
  const written = object?.metadata.managedFields?.find(({ subresource }) => subresource === 'scale')?.time;
  return written === undefined ? Date.now() : Date.parse(written);
}
