import type { Environment } from '../../../environments/environment.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import { declared, placeOf, references, textAt, type Declared } from '../../declaration.ts';
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
  mend: 'Widen the network’s ranges, or lower application.mostPods, cluster.nodeCpuLimit or the addresses that nodes keep in cluster/addons.ts.',
  find: (platform) => {
    const subnets = nodeSubnets(platform);
    if (subnets.length === 0) return [];
    const sizes = subnets.map(addressesOf).toSorted((one, other) => one - other);
    const left = sizes.slice(0, -1).reduce((sum, size) => sum + size, 0);
    const wanted = addressesWanted(platform.environment, keptByNode(platform));
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

function addressesWanted({ application, cluster }: Environment, kept: number): number {
  const nodes = cluster.systemNodes.most + Math.ceil(cluster.nodeCpuLimit / leastNodeCpus);
  const pods = (application.mostPods + application.mostWorkers) * rolloutFactor + systemPods;
  // An interface beyond a node's first has an address of its own.
  const more = Math.ceil(pods / (addressesAnInterface - 1));
  return nodes * (1 + podsANode + kept) + pods + more + interfaces;
}

/** Of the smallest node: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html#gp_network */
const addressesAnInterface = 10;

/**
 * Addresses that each node keeps beyond those of its pods: up to a least number, or a few that are free. Where the
 * add-on is told nothing it fills its first interface and keeps another:
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md
 */
function keptByNode(platform: Platform): number {
  const [addon] = declared(platform, 'aws_eks_addon').filter(
    ({ attributes }) => attributes['addon_name'] === 'vpc-cni',
  );
  const text = addon === undefined ? '' : textAt(addon.attributes, 'configuration_values');
  const { env = {} } = JSON.parse(text === '' ? '{}' : text) as { readonly env?: Record<string, string> };
  const [least, free] = [Number(env['MINIMUM_IP_TARGET'] ?? 0), Number(env['WARM_IP_TARGET'] ?? 0)];
  return free > 0 ? Math.max(free, least - podsANode) : 2 * addressesAnInterface - 1 - podsANode;
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
