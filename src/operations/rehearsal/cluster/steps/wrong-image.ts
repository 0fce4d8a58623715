import { Failure } from '../../../failure.ts';
import { digestOf, isReady, type Pod } from '../../../kubernetes/pod.ts';
import { rollOut } from '../../../rollout/roll-out.ts';
import type { ClusterStep } from '../cluster-step.ts';
import { watchDeployment } from '../deployment-watch.ts';
import { images } from '../images.ts';
import { podsOf } from '../../../kubernetes/application-objects.ts';

const patienceSeconds = 150;
/** So long a version that does not start is waited for before it is taken back; minutes where it counts. */
const stuckSeconds = 15;

/**
 * A version is shipped as `deploy` ships it; then one whose image is not there, which is stuck at one pod and taken
 * back.
 */
export const wrongImage: ClusterStep = {
  name: 'a version deployed, and a wrong image stuck and undone',
  async run(cluster) {
    const { client, say } = cluster;
    const stand = await cluster.raise('rolling');
    const watch = await watchDeployment(cluster, stand);
    await watch.untilRolledOut(patienceSeconds);
    watch.begin();
    const ship = (digest: string, rolloutSeconds: number) =>
      rollOut({ ...stand, client, say, patience: { migrationSeconds: 60, rolloutSeconds } }, digest);
    const { from, to } = await ship(images.next, patienceSeconds);
    const stuck = new Set<string>();
    const started = new Set<string>();
    await cluster.follow<Pod>(podsOf(stand.namespace), (pods) => {
      for (const pod of pods.filter((each) => digestOf(each) === images.broken)) {
        stuck.add(pod.metadata.name);
        if (isReady(pod)) started.add(pod.metadata.name);
      }
    });
    const code = await ship(images.broken, stuckSeconds).then(() => 'none', codeOf);
    await stand.untilServing(images.next, patienceSeconds);
    await watch.untilRolledOut(patienceSeconds);
    return [
      ...watch.measures(),
      {
        what: 'the version shipped',
        allowed: `${images.first} to ${images.next}`,
        seen: `${from} to ${to}`,
        holds: from === images.first && to === images.next,
      },
      { what: 'the wrong one', allowed: 'rollout_undone', seen: code, holds: code === 'rollout_undone' },
      {
        what: 'pods of the wrong image, none of them ready',
        allowed: '1',
        seen: `${stuck.size}, ${started.size} of them ready`,
        holds: stuck.size === 1 && started.size === 0,
      },
    ];
  },
};

/** The code of a Failure; anything else is thrown on. */
function codeOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  throw error;
}
