import { digestOf, isReady, type Pod } from '../../../kubernetes/pod.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, EmptyCluster } from '../cluster-step.ts';
import { addOnsThat, endedBy, neededByMigration, within } from '../deploy-measures.ts';
import { openDeployedCluster, type DeployedCluster } from '../deployed-cluster.ts';
import { images } from '../images.ts';
import { plantObjects } from '../planted-objects.ts';
import { listOf } from '../shipping-measures.ts';

/** Alone, half a minute and some seconds; much else is done at the same time. */
const [firstSeconds, againSeconds] = [180, 60];
const podPatienceSeconds = 90;

/**
 * `deploy` as the command runs it, on a cluster of its own with nothing in it: add-ons, what the application stands on,
 * secrets, migration, its version by the environment's strategy, the front door. Then the same once more; the next
 * version, interrupted between two parts and in the midst of its rollout, and run again until it is taken back, since
 * another commit answers; and what serves then.
 */
export const deployed: ClusterStep = {
  name: 'deploy from an empty cluster, again, interrupted and undone',
  async run(cluster) {
    const empty = await cluster.emptyCluster();
    const site = await openDeployedCluster(empty);
    try {
      return [
        ...(await atFirst(site, empty)),
        ...(await withPlants(site, empty)),
        ...(await interrupted(site)),
        ...(await undone(site)),
        ...(await again(site, 'again, once undone')),
      ];
    } finally {
      await site.close();
    }
  },
};

async function atFirst(site: DeployedCluster, { client }: EmptyCluster): Promise<readonly Measure[]> {
  const end = await site.deploy(images.first);
  const { kindsAlone, absent, releases } = site;
  const objects = Object.values(site.manifests(images.first)).flat().length;
  return [
    endedBy('from an empty cluster', end, 'none'),
    within('seconds from there until it serves', end, firstSeconds),
    listOf(
      `add-ons installed by Helm in turn (kinds alone: ${kindsAlone.join(', ')}; left out: ${absent.join(', ')})`,
      addOnsThat(end, 'installed'),
      releases.map(({ name }) => name),
    ),
    listOf('objects that were not there', [end.brought?.changed.length], [objects]),
    await neededByMigration(client),
    listOf('versions that the front door was asked for', site.door.asked(), [images.first]),
  ];
}

/** Nothing is to be done but to remove what an earlier version left. */
async function withPlants(site: DeployedCluster, { client }: EmptyCluster): Promise<readonly Measure[]> {
  const planted = await plantObjects(client);
  const measures = await again(site, 'again', planted.removable);
  return [
    ...measures,
    listOf('planted, of others or with data, and still there', await planted.there(), planted.others),
  ];
}

/** Nothing is to be done, and nothing is. */
async function again(
  site: DeployedCluster,
  what: string,
  left: readonly string[] = [],
): Promise<readonly Measure[]> {
  const before = await podsAtRest(site);
  const end = await site.deploy(images.first);
  return [
    endedBy(what, end, 'none'),
    within(`${what}: seconds`, end, againSeconds),
    listOf(
      `${what}: add-ons unchanged`,
      addOnsThat(end, 'unchanged'),
      site.releases.map(({ name }) => name),
    ),
    listOf(`${what}: objects changed`, end.brought?.changed ?? ['unknown'], []),
    listOf(`${what}: objects removed`, (end.brought?.removed ?? ['unknown']).toSorted(), left.toSorted()),
    listOf(`${what}: pods`, await podsAtRest(site), before),
  ];
}

/** Ctrl-C after the migration leaves the version where it was; in the midst of the rollout, the cluster goes on. */
async function interrupted(site: DeployedCluster): Promise<readonly Measure[]> {
  const watch = await site.watch();
  const before = await podsAtRest(site);
  const between = await site.deploy(images.next, { line: / serves; rolling out / });
  const stayed = await podsAtRest(site);
  const midst = await site.deploy(images.next, {
    when: () =>
      watch.untilPods(
        'a pod of the next version',
        (pods) => pods.some((pod) => digestOf(pod) === images.next),
        podPatienceSeconds,
      ),
  });
  return [
    endedBy('interrupted between migration and version', between, 'interrupted'),
    listOf('pods then', stayed, before),
    endedBy('interrupted at the first pod of the next version', midst, 'interrupted'),
  ];
}

/** Of a canary: to the end and in use; then the one before it, which was judged in its time. */
const onAndBack = [0, 10, 25, 50, 100, 0, 100, 0];

/** The version goes on to its end, and the front door shows another commit than the one that was shipped. */
async function undone(site: DeployedCluster): Promise<readonly Measure[]> {
  const watch = await site.watch();
  site.door.mistake(images.next);
  const end = await site.deploy(images.next);
  await podsAtRest(site);
  const weights = watch.weights();
  return [
    endedBy('run again until another commit answers', end, 'rollout_undone'),
    ...(weights.length === 0
      ? []
      : [
          listOf(
            'percent for what is shipped, through both interruptions, and back at once',
            weights,
            onAndBack,
          ),
        ]),
    listOf('versions that the front door was asked for', site.door.asked(), [
      images.first,
      images.next,
      images.first,
    ]),
  ];
}

/** Names of the pods, once all that are there are of the first version and ready. */
async function podsAtRest(site: DeployedCluster): Promise<readonly string[]> {
  const watch = await site.watch();
  await watch.untilPods(
    'pods of the first version, and no other',
    (pods) => pods.length >= site.leastPods && pods.every(isAtRest),
    podPatienceSeconds,
  );
  return watch
    .pods()
    .map(({ metadata }) => metadata.name)
    .toSorted();
}

function isAtRest(pod: Pod): boolean {
  return isReady(pod) && digestOf(pod) === images.first && pod.metadata.deletionTimestamp === undefined;
}
