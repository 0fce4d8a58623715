import type { KubernetesObject } from './kubernetes-object.ts';

/** A pod, as far as it matters whether and where it serves, and which version. */
export type Pod = KubernetesObject & {
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] };
};

export type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
};

/** Whether a condition of this type is there and true. */
export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
}

/** Takes requests: ready, and not on its way out. */
export function isReady({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && isTrue(status?.conditions, 'Ready');
}

/** Ready for at least so long: what a controller calls available. */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMs = Date.now()): boolean {
  const since = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  return isReady(pod) && since !== undefined && nowMs - Date.parse(since) >= minReadySeconds * 1000;
}

/** The version that a pod runs: the digest of the first image that is named by one. */
export function digestOf({ spec }: Pick<Pod, 'spec'>): string | undefined {
  return spec.containers.map(({ image }) => image.split('@')[1]).find((digest) => digest !== undefined);
}
