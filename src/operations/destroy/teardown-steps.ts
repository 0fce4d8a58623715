import { Failure } from '../failure.ts';
import { formatAmount } from '../figures.ts';
import { karpenterProfiles } from './karpenter-profiles.ts';
import {
  claimedVolumes,
  controllerGroups,
  karpenterInstances,
  karpenterTemplates,
  podInterfaces,
} from './leavings.ts';
import { controllerLoadBalancers, controllerTargetGroups } from './load-balancers.ts';
import { waitUntilNone } from './retry.ts';
import { clearing, destroying, type TeardownStep } from './teardown-step.ts';

/**
 * The order in which an environment is taken down. Who makes things goes before what was made, and what was made
 * before what it stands on: otherwise Terraform waits for interfaces, groups and subnets that nobody will free.
 * Nothing asks the Kubernetes API: it is private, and the cluster may be the very thing that is broken.
 */
export const teardownSteps: readonly TeardownStep[] = [
  destroying(
    {
      name: 'workloads',
      does: 'the system’s nodes, and with them every controller that would make things again',
      // EKS drains each node for up to fifteen minutes.
      limitMinutes: 40,
    },
    'platform',
    ['aws_eks_node_group'],
  ),
  clearing(
    {
      name: 'node-pools',
      does: 'the nodes that Karpenter started, and what it made for them',
      limitMinutes: 15,
    },
    ({ ec2, iam, region, cluster }) => [
      karpenterInstances(ec2, cluster),
      karpenterTemplates(ec2, cluster),
      karpenterProfiles(iam, region, cluster),
    ],
  ),
  clearing(
    { name: 'load-balancers', does: 'what the load balancer controller made', limitMinutes: 15 },
    ({ ec2, elb, cluster }) => [
      controllerLoadBalancers(elb, cluster),
      controllerTargetGroups(elb, cluster),
      controllerGroups(ec2, cluster),
    ],
  ),
  clearing({ name: 'volumes', does: 'the disks that pods claimed', limitMinutes: 15 }, ({ ec2, cluster }) => [
    claimedVolumes(ec2, cluster),
  ]),
  clearing(
    { name: 'interfaces', does: 'network interfaces that outlived their pods', limitMinutes: 10 },
    ({ ec2, cluster }) => [podInterfaces(ec2, cluster)],
  ),
  destroying(
    { name: 'add-ons', does: 'the cluster’s add-ons and what their pods may do', limitMinutes: 20 },
    'platform',
    ['aws_eks_addon', 'aws_eks_pod_identity_association'],
  ),
  destroying(
    { name: 'cluster', does: 'the control plane and who may enter it', limitMinutes: 30 },
    'platform',
    ['aws_eks_cluster'],
  ),
  destroying({ name: 'stores', does: 'database, cache and queue', limitMinutes: 90 }, 'platform', [
    'aws_db_proxy',
    'aws_db_instance',
    'aws_elasticache_replication_group',
    'aws_msk_cluster',
  ]),
  destroying(
    { name: 'network', does: 'the network and everything else that Terraform made', limitMinutes: 60 },
    'platform',
  ),
  destroying(
    { name: 'recovery', does: 'the other region, which received what the platform copied', limitMinutes: 60 },
    'recovery',
  ),
  {
    name: 'leftovers',
    does: 'a look at what still bears a tag of the environment',
    limitMinutes: 15,
    async run({ findLeftovers }, patience) {
      const left = await waitUntilNone(findLeftovers, patience);
      if (left.length > 0) throw leftBehind(left);
      return 'nothing is left';
    },
  },
];

function leftBehind(left: readonly string[]): Failure {
  return new Failure({
    code: 'teardown_leftovers',
    exit: 'checkFailed',
    message: `${formatAmount(left.length, 'thing still bears', 'things still bear')} a tag of the environment`,
    facts: Object.fromEntries(left.map((one, index) => [`${index + 1}`, one])),
    next: 'remove them by hand, or untag what is not the environment’s; then run this again to look once more',
  });
}
