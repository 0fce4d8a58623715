import {
  DeleteLaunchTemplateCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteVolumeCommand,
  paginateDescribeInstances,
  paginateDescribeLaunchTemplates,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeVolumes,
  TerminateInstancesCommand,
  type EC2Client,
  type Filter,
} from '@aws-sdk/client-ec2';

/** A kind of thing that controllers in the cluster make: Terraform does not know them, and would wait for them in vain. */
export type Leaving = {
  readonly name: string;
  /** Ids of those that are still there. */
  readonly list: () => Promise<readonly string[]>;
  readonly remove: (id: string) => Promise<unknown>;
};

/** Nodes that Karpenter started (https://karpenter.sh/docs/concepts/nodeclasses/#spectags); none of them is the managed node group's. */
export function karpenterInstances(ec2: EC2Client, cluster: string): Leaving {
  const Filters: Filter[] = [
    { Name: 'tag-key', Values: ['karpenter.sh/nodepool'] },
    { Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'shutting-down', 'stopping', 'stopped'] },
  ];
  return {
    name: 'instances of Karpenter',
    list: () =>
      collect(paginateDescribeInstances({ client: ec2 }, { Filters }), ({ Reservations }) =>
        (Reservations ?? []).flatMap(({ Instances }) =>
          (Instances ?? []).map(({ InstanceId }) => InstanceId),
        ),
      ),
    remove: (id) => ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })),
  };
}

/** What Karpenter starts its nodes from. */
export function karpenterTemplates(ec2: EC2Client, cluster: string): Leaving {
  const Filters = [{ Name: 'tag:karpenter.k8s.aws/cluster', Values: [cluster] }];
  return {
    name: 'launch templates of Karpenter',
    list: () =>
      collect(paginateDescribeLaunchTemplates({ client: ec2 }, { Filters }), ({ LaunchTemplates }) =>
        (LaunchTemplates ?? []).map(({ LaunchTemplateId }) => LaunchTemplateId),
      ),
    remove: (id) => ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id })),
  };
}

/** Disks of persistent volume claims, made by the EBS driver. */
export function claimedVolumes(ec2: EC2Client, cluster: string): Leaving {
  const Filters = [
    { Name: 'tag-key', Values: ['kubernetes.io/created-for/pvc/name'] },
    { Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] },
  ];
  return {
    name: 'volumes of claims',
    list: () =>
      collect(paginateDescribeVolumes({ client: ec2 }, { Filters }), ({ Volumes }) =>
        (Volumes ?? []).map(({ VolumeId }) => VolumeId),
      ),
    remove: (id) => ec2.send(new DeleteVolumeCommand({ VolumeId: id })),
  };
}

/** Interfaces that the VPC CNI made and did not take away with the node that they were for. */
export function podInterfaces(ec2: EC2Client, cluster: string): Leaving {
  const Filters = [
    { Name: 'tag:cluster.k8s.amazonaws.com/name', Values: [cluster] },
    { Name: 'status', Values: ['available'] },
  ];
  return {
    name: 'network interfaces of pods',
    list: () =>
      collect(paginateDescribeNetworkInterfaces({ client: ec2 }, { Filters }), ({ NetworkInterfaces }) =>
        (NetworkInterfaces ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId),
      ),
    remove: (id) => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })),
  };
}

/** Security groups that the load balancer controller made. */
export function controllerGroups(ec2: EC2Client, cluster: string): Leaving {
  const Filters = [{ Name: `tag:${controllerTag}`, Values: [cluster] }];
  return {
    name: 'security groups of the load balancer controller',
    list: () =>
      collect(paginateDescribeSecurityGroups({ client: ec2 }, { Filters }), ({ SecurityGroups }) =>
        (SecurityGroups ?? []).map(({ GroupId }) => GroupId),
      ),
    remove: (id) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: id })),
  };
}

/** On all that the load balancer controller makes (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/). */
export const controllerTag = 'elbv2.k8s.aws/cluster';

/** What a paginated answer lists, over all its pages. */
async function collect<Page>(
  pages: AsyncIterable<Page>,
  idsOf: (page: Page) => readonly (string | undefined)[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of pages) ids.push(...idsOf(page).filter((id) => id !== undefined));
  return ids;
}
