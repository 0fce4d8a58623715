import type { Strategy } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { deploymentKind, rolloutKind } from '../kubernetes/application-objects.ts';
import { follow, StillNotSo } from '../kubernetes/following.ts';
import {
  deploymentProgress,
  rolloutProgress,
  type Progress,
  type RollingDeployment,
  type Rollout,
} from './progress.ts';

export type AwaitGiven = {
  readonly client: ApiClient;
  readonly namespace: string;
  readonly strategy: Strategy;
  readonly patienceSeconds: number;
  /** Told of each step that it comes to. */
  readonly say: (line: string) => void;
};

/** How a rollout ended. */
export type RolloutEnd = Exclude<Progress, { readonly stage: 'going' }>;

/** Follows the application's rollout until it is done or has failed, as it has when the patience is over. */
export async function awaitRollout({
  client,
  namespace,
  strategy,
  patienceSeconds,
  say,
}: AwaitGiven): Promise<RolloutEnd> {
  const deployments = await follow<RollingDeployment>(client, { ...deploymentKind, namespace });
  const rollouts =
    strategy === 'rolling' ? undefined : await follow<Rollout>(client, { ...rolloutKind, namespace });
  const tell = teller(say);
  const progress = (): Progress => {
    const deployment = ours(deployments.objects());
    const rollout = rollouts && ours(rollouts.objects());
    if (deployment === undefined || (rollouts !== undefined && rollout === undefined)) {
      return { stage: 'going', said: 'not yet there' };
    }
    return rollout === undefined ? deploymentProgress(deployment) : rolloutProgress(rollout, deployment);
  };
  const followed = rollouts === undefined ? [deployments] : [deployments, rollouts];
  const settled = () => {
    const seen = progress();
    if (seen.stage === 'going') tell(seen.said);
    return seen.stage !== 'going';
  };
  try {
    // What is told last may be told of either.
    const waits = followed.map((each) =>
      each.until(`${names.application} rolled out`, settled, patienceSeconds),
    );
    for (const each of waits) each.catch(() => {});
    await Promise.race(waits);
    return progress() as RolloutEnd;
  } catch (error) {
    if (error instanceof StillNotSo) return { stage: 'failed', said: error.message };
    throw error;
  } finally {
    await Promise.all(followed.map((each) => each.stop()));
  }
}

function ours<T extends { readonly metadata: { readonly name: string } }>(
  objects: readonly T[],
): T | undefined {
  return objects.find(({ metadata }) => metadata.name === names.application);
}

/** Says a line once, however often it comes. */
function teller(say: (line: string) => void): (line: string) => void {
  let last = '';
  return (line) => {
    if (line === last) return;
    last = line;
    say(line);
  };
}
