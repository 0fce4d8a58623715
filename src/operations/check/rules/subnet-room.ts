import type { Environment } from '../../../environments/environment.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import { declared, placeOf, references, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

/** AWS takes five of each subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const takenByAws = 5;
/** A rollout may double the pods of the application for a while. */
const rolloutFactor = 2;
/** Processors of the smallest node that Karpenter may choose: the most nodes for its limit. */
const leastNodeCpus = 2;
/** Pods with an address of their own that run on every node: storage, logs, traces. Others use the node's. */
const podsANode = 3;
/** Mesh, metrics, controllers and jobs of the system. */
const systemPods = 60;
/** Interfaces of the database, cache, brokers, endpoints, control plane and load balancer. */
const interfaces = 60;

const room: Rule = {
  id: 'subnets-hold-the-pods',
  says: 'With one zone lost, the private subnets still hold every pod at the highest scale.',
  mend: 'Widen the network’s ranges, or lower application.mostPods or cluster.nodeCpuLimit.',
  find: (platform) => {
    const subnets = nodeSubnets(platform);
    if (subnets.length === 0) return [];
    const sizes = subnets.map(addressesOf).toSorted((one, other) => one - other);
    const left = sizes.slice(0, -1).reduce((sum, size) => sum + size, 0);
    const wanted = addressesWanted(platform.environment);
    return wanted <= left
      ? []
      : [
          {
            where: subnets.map(placeOf).join(', '),
            seen: `${wanted} addresses are wanted, ${left} are left`,
          },
        ];
  },
};

export const subnetRoomRules: readonly Rule[] = [room];

function addressesWanted({ application, cluster }: Environment): number {
  const nodes = cluster.systemNodes.most + Math.ceil(cluster.nodeCpuLimit / leastNodeCpus);
  const pods = (application.mostPods + application.mostWorkers) * rolloutFactor;
  return nodes * (1 + podsANode) + pods + systemPods + interfaces;
}

/** The subnets that the managed nodes stand in; Karpenter's stand in the same. */
function nodeSubnets(platform: Platform): readonly Declared[] {
  const named = declared(platform, 'aws_eks_node_group').flatMap(({ state, attributes }) =>
    references(attributes['subnet_ids']).map((address) => `${state}/${address}`),
  );
  return declared(platform, 'aws_subnet').filter(({ state, address }) =>
    named.includes(`${state}/${address}`),
  );
}

function addressesOf({ attributes }: Declared): number {
  const bits = Number(String(attributes['cidr_block']).split('/')[1]);
  return Number.isInteger(bits) ? 2 ** (32 - bits) - takenByAws : 0;
}
