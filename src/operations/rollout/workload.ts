import type { Strategy } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import type { RollingDeployment, Rollout } from './progress.ts';
import { deploymentKind, rolloutKind, workloadOf } from '../kubernetes/application-objects.ts';
import type { Kind } from '../kubernetes/kubernetes-object.ts';

/** What runs the application, as the cluster has it before a version is shipped. */
export type Workload = {
  readonly deployment: RollingDeployment | undefined;
  readonly rollout: Rollout | undefined;
};

/** Reads both as they are now; undefined where there is none. */
export async function readWorkload(client: ApiClient, namespace: string): Promise<Workload> {
  const [deployment, rollout] = await Promise.all([
    client.get<RollingDeployment>(workloadOf(deploymentKind, namespace)),
    client.get<Rollout>(workloadOf(rolloutKind, namespace)),
  ]);
  return { deployment, rollout };
}

/**
 * Refuses to roll what a Rollout still holds (`strategy_held`, exit refused): the Deployment has no pods then, and a
 * Deployment without pods is rolled out as soon as it is told to.
 */
export function refuseHeld(strategy: Strategy, { rollout }: Workload, namespace: string): void {
  if (strategy !== 'rolling' || rollout === undefined) return;
  throw new Failure({
    code: 'strategy_held',
    exit: 'refused',
    message: `a Rollout still holds the pods of ${names.application}, and the environment ships by rolling`,
    facts: { namespace },
    next: 'see docs/runbooks/rollout-stopped.md for the way back to rolling: scale, wait, delete the Rollout but not its pods, deploy',
  });
}

/** A Rollout begins with one pod, whatever serves: a first one is given the count of the Deployment that it follows. */
export async function giveCount(client: ApiClient, namespace: string, before: Workload): Promise<void> {
  const count = before.deployment?.spec.replicas ?? 0;
  if (before.rollout !== undefined || count < 1) return;
  await scale(client, namespace, rolloutKind, count);
}

/** Pods of the Deployment that a first Rollout left because it failed are of no more use once another has not. */
export async function takePods(client: ApiClient, namespace: string): Promise<void> {
  const { deployment } = await readWorkload(client, namespace);
  if ((deployment?.spec.replicas ?? 0) > 0) await scale(client, namespace, deploymentKind, 0);
}

async function scale(client: ApiClient, namespace: string, kind: Kind, replicas: number): Promise<void> {
  await client.merge(workloadOf(kind, namespace), { spec: { replicas } }, 'scale');
}
