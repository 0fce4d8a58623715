import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import type { Condition } from '../kubernetes/pod.ts';

/** Where a rollout stands. */
export type Progress =
  | { readonly stage: 'going'; readonly said: string }
  | { readonly stage: 'done' }
  /** The new version was given up, or never stood. */
  | { readonly stage: 'failed'; readonly said: string };

/** A Deployment, as far as its progress shows in it. */
export type RollingDeployment = KubernetesObject & {
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
};

/** A Rollout of Argo over a Deployment, as far as its progress shows in it. */
export type Rollout = KubernetesObject & {
  readonly status?: {
    /** Generations are texts here. */
    readonly observedGeneration?: string;
    /** Of the Deployment whose template was taken last. */
    readonly workloadObservedGeneration?: string;
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly stableRS?: string;
    readonly currentPodHash?: string;
  };
};

/**
 * As `kubectl rollout status` reads a Deployment: done when every pod is of the newest template and available, failed
 * when its progress deadline has passed.
 */
export function deploymentProgress({ metadata, spec, status = {} }: RollingDeployment): Progress {
  if (status.observedGeneration !== metadata.generation) return { stage: 'going', said: 'not yet seen' };
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, conditions = [] } = status;
  const wanted = spec.replicas ?? 1;
  if ([replicas, updatedReplicas, availableReplicas].every((count) => count === wanted))
    return { stage: 'done' };
  const late = conditions.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  if (late !== undefined) return { stage: 'failed', said: late.message ?? 'its pods did not stand in time' };
  return {
    stage: 'going',
    said: `${updatedReplicas} of ${wanted} pods are new, ${availableReplicas} available`,
  };
}

/**
 * As `kubectl argo rollouts status` reads a Rollout. What it says of itself counts only once it has seen both its own
 * newest form and the Deployment's, whose template it takes.
 */
export function rolloutProgress(
  { metadata, status = {} }: Rollout,
  workload: Pick<KubernetesObject, 'metadata'>,
): Progress {
  const seen =
    status.observedGeneration === String(metadata.generation) &&
    status.workloadObservedGeneration === String(workload.metadata.generation);
  if (!seen) return { stage: 'going', said: 'not yet seen' };
  const { phase = '', message = '' } = status;
  const said = [phase, message].filter((word) => word !== '').join(': ');
  if (status.abort === true || phase === 'Degraded') return { stage: 'failed', said };
  return phase === 'Healthy' && status.currentPodHash === status.stableRS
    ? { stage: 'done' }
    : { stage: 'going', said };
}
