import { digestOf } from '../../../kubernetes/pod.ts';
import type { ClusterStep } from '../cluster-step.ts';
import { images } from '../images.ts';
import { watchDeployment } from '../deployment-watch.ts';

/** Three pods, each available ten seconds after it is ready; a busy machine adds to that. */
const patienceSeconds = 150;

/** One version takes the place of the other pod by pod, the limits of surge and availability watched at every change. */
export const rolling: ClusterStep = {
  name: 'a version rolled out',
  async run(cluster) {
    const stand = await cluster.raise('rolling');
    const watch = await watchDeployment(cluster, stand);
    await watch.untilRolledOut(patienceSeconds);
    watch.begin();
    await stand.apply(images.next);
    await watch.untilRolledOut(patienceSeconds);
    const versions = new Set(
      watch
        .pods()
        .filter(({ metadata }) => !metadata.deletionTimestamp)
        .map(digestOf),
    );
    const only = [...versions].join(', ');
    return [
      ...watch.measures(),
      { what: 'version at the end', allowed: images.next, seen: only, holds: only === images.next },
    ];
  },
};
