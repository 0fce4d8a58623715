import { setTimeout as wait } from 'node:timers/promises';
import { digestOf, isReady } from '../../../kubernetes/pod.ts';
import type { ClusterStep } from '../cluster-step.ts';
import { images } from '../images.ts';
import { watchDeployment } from '../deployment-watch.ts';

const patienceSeconds = 90;
/** So long it is watched that nothing more comes of a version that does not start. */
const stuckSeconds = 5;

/** An image that is not there: the rollout stays stuck at one pod, nobody notices, and it is undone. */
export const wrongImage: ClusterStep = {
  name: 'a wrong image stuck and undone',
  async run(cluster) {
    const stand = await cluster.raise('rolling');
    const watch = await watchDeployment(cluster, stand);
    await watch.untilRolledOut(patienceSeconds);
    watch.begin();
    await stand.apply(images.broken);
    await watch.untilPods(
      'a pod whose image cannot be pulled',
      (pods) => pods.some((pod) => digestOf(pod) === images.broken && pod.status?.phase === 'Pending'),
      patienceSeconds,
    );
    await wait(stuckSeconds * 1000, undefined, { signal: cluster.signal });
    const stuck = watch.pods().filter((pod) => digestOf(pod) === images.broken);
    await stand.apply(images.first);
    await stand.untilServing(images.first, patienceSeconds);
    await watch.untilRolledOut(patienceSeconds);
    return [
      ...watch.measures(),
      {
        what: 'pods of the wrong image, none of them ready',
        allowed: 'at most 1',
        seen: `${stuck.length}, ${stuck.filter(isReady).length} of them ready`,
        holds: stuck.length === 1 && !stuck.some(isReady),
      },
    ];
  },
};
