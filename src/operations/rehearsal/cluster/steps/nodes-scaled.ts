import { names } from '../../../../platform/midcoast.ts';
import type { Following } from '../../../kubernetes/following.ts';
import type { KubernetesObject } from '../../../kubernetes/kubernetes-object.ts';
import { isReady, type Pod } from '../../../kubernetes/pod.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { homelessPods } from '../homeless-pods.ts';
import { startKarpenter } from '../karpenter-controller.ts';
import { nodePoolOverride, unmet, withSimulatedNodes, type NodePool } from '../node-pool-override.ts';

type PoolNode = KubernetesObject & {
  readonly spec?: { readonly taints?: readonly { readonly key: string }[] };
};

type Told = KubernetesObject & { readonly message?: string };

const patienceSeconds = 120;
const zoneLabel = 'topology.kubernetes.io/zone';
const cpuLabel = 'karpenter.k8s.aws/instance-cpu';
const namespace = 'nodes-scaled';

/** Processors of the largest machine of the pool: each of the pods takes one. */
const machineCpu = 8;

/** So many nodes are seen to be given up one by one; the others go with their pool. */
const givenUp = 2;

/** Karpenter's own core launches nodes for pods that find no room, within the pool's word, and gives them up again. */
export const nodesScaled: ClusterStep = {
  name: 'nodes launched and given up by Karpenter',
  async run(cluster) {
    const pool = withSimulatedNodes(cluster.main.manifest('NodePool', names.nodePool));
    const zones = await zonesOf(cluster);
    const karpenter = await startKarpenter(cluster, zones);
    const watch = await watchNodes(cluster);
    try {
      const seen = await Promise.race([scaled(cluster, watch, pool, zones), karpenter.broken]);
      await takenDown(cluster, watch, pool);
      return seen;
    } catch (error) {
      // What went wrong first is what matters.
      await takenDown(cluster, watch, pool).catch(() => {});
      throw error;
    }
  },
};

async function scaled(
  cluster: RehearsedCluster,
  watch: NodesWatch,
  pool: NodePool,
  zones: readonly string[],
): Promise<readonly Measure[]> {
  await cluster.client.apply(pool);
  const up = await launched(cluster, watch, pool, zones);
  return [...up, ...(await consolidated(cluster, watch, pool))];
}

type NodesWatch = {
  readonly nodes: Following<PoolNode>;
  /** The most nodes that were given up at one moment. */
  readonly mostAtOnce: () => number;
};

async function watchNodes(cluster: RehearsedCluster): Promise<NodesWatch> {
  let most = 0;
  const labels = { 'karpenter.sh/nodepool': nodePoolOverride.name };
  const nodes = await cluster.follow<PoolNode>({ apiVersion: 'v1', kind: 'Node', labels }, (seen) => {
    most = Math.max(most, seen.filter(isGivenUp).length);
  });
  return { nodes, mostAtOnce: () => most };
}

function isGivenUp({ metadata, spec }: PoolNode): boolean {
  const isTainted = spec?.taints?.some(({ key }) => key === 'karpenter.sh/disrupted') === true;
  return isTainted || metadata.deletionTimestamp !== undefined;
}

/** One pod more than the limit of the pool has room for. */
async function launched(
  cluster: RehearsedCluster,
  { nodes }: NodesWatch,
  pool: NodePool,
  zones: readonly string[],
): Promise<readonly Measure[]> {
  const { client } = cluster;
  const limitCpu = Number(pool.spec.limits.cpu);
  const room = Math.floor(limitCpu / machineCpu);
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const pods = await cluster.follow<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace });
  const events = await cluster.follow<Told>({ apiVersion: 'v1', kind: 'Event', namespace });
  const started = performance.now();
  await client.create(homelessPods(namespace, room + 1));
  const ready = () => pods.objects().filter(isReady).length;
  await pods.until(`${room} pods on nodes of their own`, () => ready() === room, patienceSeconds);
  const seconds = (performance.now() - started) / 1000;
  await events.until(
    'Karpenter’s word of the limit',
    (seen) => seen.some(({ message = '' }) => message.includes('exceed limits for nodepool')),
    patienceSeconds,
  );
  const seen = nodes.objects();
  const cpu = seen.reduce((sum, { metadata }) => sum + Number(metadata.labels?.[cpuLabel]), 0);
  return [
    {
      what: `seconds until ${room} pods run that found no room`,
      allowed: `at most ${patienceSeconds}`,
      seen: seconds.toFixed(1),
      holds: ready() === room,
    },
    {
      what: 'processors of the nodes, one more pod wanting a node',
      allowed: `at most ${limitCpu}`,
      seen: String(cpu),
      holds: cpu <= limitCpu && seen.length === room,
    },
    ...placed(seen, pool, zones),
  ];
}

/** Where the nodes are, and what they are. */
function placed(
  nodes: readonly PoolNode[],
  { spec }: NodePool,
  zones: readonly string[],
): readonly Measure[] {
  const labels = nodes.map((node) => node.metadata.labels ?? {});
  const perZone = zones.map((zone) => labels.filter((each) => each[zoneLabel] === zone).length);
  const types = new Set(labels.map((each) => each['node.kubernetes.io/instance-type']));
  const missed = labels.flatMap((each) => unmet(spec.template.spec.requirements, each));
  return [
    {
      what: `nodes in ${zones.join(', ')}`,
      allowed: 'none more than one above another',
      seen: perZone.join(', '),
      holds: Math.max(...perZone) - Math.min(...perZone) <= 1,
    },
    {
      what: 'requirements of the pool that a node misses',
      allowed: 'none',
      seen: missed.length > 0 ? missed.join('; ') : `none (${[...types].join(', ')})`,
      holds: missed.length === 0,
    },
  ];
}

/** The pods go; nodes that nobody needs are given up, never more at once than the budget says. */
async function consolidated(
  { client }: RehearsedCluster,
  { nodes, mostAtOnce }: NodesWatch,
  { spec: { disruption } }: NodePool,
): Promise<readonly Measure[]> {
  const before = nodes.objects().length;
  const least = Math.max(0, before - givenUp);
  const started = performance.now();
  const { apiVersion, kind, metadata } = homelessPods(namespace, 0);
  await client.merge({ apiVersion, kind, ...metadata }, { spec: { replicas: 0 } });
  const budget = Number(disruption.budgets[0]?.nodes);
  await nodes.until(`${least} of ${before} nodes left`, (seen) => seen.length <= least, patienceSeconds);
  const seconds = (performance.now() - started) / 1000;
  return [
    {
      what: `seconds until ${before - least} empty nodes were gone`,
      allowed: `at most ${patienceSeconds}`,
      seen: seconds.toFixed(1),
      holds: nodes.objects().length <= least,
    },
    {
      what: 'nodes given up at once',
      allowed: `1 to ${budget} (the pool’s budget)`,
      seen: String(mostAtOnce()),
      holds: mostAtOnce() >= 1 && mostAtOnce() <= budget,
    },
  ];
}

/** Without their pool the nodes go, too; Karpenter must still run for that. */
async function takenDown(
  { client, signal }: RehearsedCluster,
  { nodes }: NodesWatch,
  { apiVersion, kind, metadata: { name } }: NodePool,
): Promise<void> {
  if (signal.aborted) return;
  await client.remove({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
  await client.remove({ apiVersion, kind, name });
  await nodes.until('no node of Karpenter’s left', (seen) => seen.length === 0, patienceSeconds);
}

async function zonesOf({ client }: RehearsedCluster): Promise<readonly string[]> {
  const { items } = await client.list({ apiVersion: 'v1', kind: 'Node' });
  return [...new Set(items.flatMap(({ metadata }) => metadata.labels?.[zoneLabel] ?? []))].toSorted();
}
