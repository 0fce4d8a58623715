import {
  CreateLaunchTemplateCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  type ResourceType,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateInstanceProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import type { ClientSettings } from '../account/cloud.ts';
import { controllerTag } from './leavings.ts';

type Tags = Readonly<Record<string, string>>;

/** Makes, with the tags of the controllers, what they leave in a network: for tests. */
export async function leaveBehind(settings: ClientSettings): Promise<void> {
  const ec2 = new EC2Client(settings);
  const elb = new ElasticLoadBalancingV2Client(settings);
  const { Subnets } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'cidr-block', Values: ['10.0.1.0/24'] }] }),
  );
  const { SubnetId = '', VpcId = '' } = Subnets?.[0] ?? {};
  await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${settings.region}a`,
      Size: 1,
      TagSpecifications: tagged('volume', {
        'kubernetes.io/created-for/pvc/name': 'prometheus-0',
        [`kubernetes.io/cluster/${names.cluster}`]: 'owned',
      }),
    }),
  );
  await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId,
      TagSpecifications: tagged('network-interface', { 'cluster.k8s.amazonaws.com/name': names.cluster }),
    }),
  );
  await leaveKarpenters(settings, SubnetId);
  const controller = { [controllerTag]: names.cluster };
  await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: 'k8s-midcoast',
      Description: 'Of the load balancer controller',
      VpcId,
      TagSpecifications: tagged('security-group', controller),
    }),
  );
  const Tags = listed(controller);
  await elb.send(
    new CreateLoadBalancerCommand({ Name: 'k8s-midcoast', Type: 'network', Subnets: [SubnetId], Tags }),
  );
  await elb.send(
    new CreateTargetGroupCommand({ Name: 'k8s-midcoast', Protocol: 'TCP', Port: 443, VpcId, Tags }),
  );
}

/** A node, what it was started from, and the profile that it bore. */
async function leaveKarpenters(settings: ClientSettings, SubnetId: string): Promise<void> {
  const ec2 = new EC2Client(settings);
  const iam = new IAMClient(settings);
  await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 'm6i.large',
      MinCount: 1,
      MaxCount: 1,
      SubnetId,
      TagSpecifications: tagged('instance', {
        'karpenter.sh/nodepool': 'default',
        [`kubernetes.io/cluster/${names.cluster}`]: 'owned',
      }),
    }),
  );
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'karpenter.k8s.aws/1',
      LaunchTemplateData: { InstanceType: 'm6i.large' },
      TagSpecifications: tagged('launch-template', { 'karpenter.k8s.aws/cluster': names.cluster }),
    }),
  );
  // The second is not Karpenter's, and must stay.
  const profiles = {
    'midcoast-karpenter-1': `/karpenter/${settings.region}/${names.cluster}/1/`,
    'midcoast-other': '/',
  };
  for (const [InstanceProfileName, Path] of Object.entries(profiles)) {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path }));
  }
}

/** A volume that bears the environment’s tag, and none by which a step would find it. */
export async function makeStray(settings: ClientSettings, { name }: Environment) {
  const ec2 = new EC2Client(settings);
  const { VolumeId: id = '' } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${settings.region}a`,
      Size: 1,
      TagSpecifications: tagged('volume', { 'midcoast:environment': name }),
    }),
  );
  return { id, remove: () => ec2.send(new DeleteVolumeCommand({ VolumeId: id })) };
}

function tagged(ResourceType: ResourceType, tags: Tags) {
  return [{ ResourceType, Tags: listed(tags) }];
}

function listed(tags: Tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
