import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { follow } from '../../kubernetes/following.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { isTrue, type Condition } from '../../kubernetes/pod.ts';

/** A node as it is made: KWOK is its kubelet. */
export type SimulatedNode = KubernetesObject & {
  readonly spec: {
    readonly providerID: string;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status: { readonly capacity: Capacity; readonly allocatable: Capacity };
};

type Capacity = Readonly<Record<'cpu' | 'memory' | 'pods' | 'ephemeral-storage', string>>;

/** What an instance has, and what is left of it for pods: https://docs.aws.amazon.com/eks/latest/best-practices/. */
type Size = { readonly type: string; readonly capacity: Capacity; readonly allocatable: Capacity };

const systemSize: Size = {
  type: 't3.large',
  capacity: { cpu: '2', memory: '7934Mi', pods: '35', 'ephemeral-storage': '50Gi' },
  allocatable: { cpu: '1930m', memory: '7100Mi', pods: '35', 'ephemeral-storage': '44Gi' },
};

/** Among those that the node pool allows. */
const poolSize: Size = {
  type: 'm7i.2xlarge',
  capacity: { cpu: '8', memory: '31500Mi', pods: '58', 'ephemeral-storage': '50Gi' },
  allocatable: { cpu: '7910m', memory: '30400Mi', pods: '58', 'ephemeral-storage': '44Gi' },
};

const readyPatienceSeconds = 30;

/** Makes the nodes and waits until all are ready. */
export async function makeNodes(
  client: ApiClient,
  environment: Environment,
): Promise<readonly SimulatedNode[]> {
  const nodes = simulatedNodes(environment);
  for (const node of nodes) await client.create(node);
  const following = await follow<NodeSeen>(client, { apiVersion: 'v1', kind: 'Node' });
  try {
    await following.until(
      `${nodes.length} nodes ready`,
      (seen) => seen.filter(({ status }) => isTrue(status?.conditions, 'Ready')).length === nodes.length,
      readyPatienceSeconds,
    );
  } finally {
    await following.stop();
  }
  return nodes;
}

/** So many of Karpenter's in a zone: room for the environment and for what steps raise beside it. */
const poolNodes = ['pool-1', 'pool-2'] as const;

/** Nodes of the system's group and of Karpenter's in each zone, labelled and tainted as those two do it. */
export function simulatedNodes({ region, network, versions }: Environment): readonly SimulatedNode[] {
  return Object.keys(network.zones).flatMap((zoneId, at) => {
    const place = { zone: zoneName(region, at), zoneId, region, kubernetes: versions.kubernetes };
    return [
      simulatedNode(`system-${zoneId}`, systemSize, place, {
        labels: { 'karpenter.sh/controller': 'true', 'eks.amazonaws.com/nodegroup': names.systemNodes },
        taints: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' }],
      }),
      ...poolNodes.map((name) =>
        simulatedNode(`${name}-${zoneId}`, poolSize, place, {
          labels: { 'karpenter.sh/nodepool': names.nodePool, 'karpenter.sh/capacity-type': 'on-demand' },
          taints: [],
        }),
      ),
    ];
  });
}

type Place = {
  readonly zone: string;
  readonly zoneId: string;
  readonly region: string;
  readonly kubernetes: string;
};

function simulatedNode(
  name: string,
  size: Size,
  { zone, zoneId, region, kubernetes }: Place,
  {
    labels,
    taints,
  }: { readonly labels: Readonly<Record<string, string>>; readonly taints: SimulatedNode['spec']['taints'] },
): SimulatedNode {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': size.type,
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
        'topology.k8s.aws/zone-id': zoneId,
        ...labels,
      },
    },
    spec: {
      // As AWS names its own: Karpenter waits for the name of every node of a pool before it decides anything.
      providerID: `aws:///${zone}/${name}`,
      ...(taints !== undefined && taints.length > 0 && { taints }),
    },
    status: {
      capacity: size.capacity,
      allocatable: size.allocatable,
      ...({ nodeInfo: { kubeletVersion: `v${kubernetes}.0-kwok` } } as object),
    },
  };
}

/** Which letter an account has for a zone differs from account to account. */
function zoneName(region: string, at: number): string {
  return `${region}${'abcdef'.charAt(at)}`;
}

type NodeSeen = KubernetesObject & {
  readonly status?: { readonly conditions?: readonly Condition[] };
};
