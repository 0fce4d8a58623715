import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, type Statement } from '../../policy.ts';

/** A tag that Karpenter puts on all that it makes; what lacks it, Karpenter may not touch. */
const ownership = `kubernetes.io/cluster/${names.cluster}`;

/** What one launch makes, and so what may be tagged in it. */
const made = [
  'fleet',
  'instance',
  'volume',
  'network-interface',
  'launch-template',
  'spot-instances-request',
];

/**
 * Karpenter starts and ends instances of its own. It makes no instance profile: ours is given to it, so that the
 * only role it can hand to a node is that of its nodes.
 */
export function karpenterStatements(environment: Environment): readonly Statement[] {
  return [
    ...launchStatements(environment),
    ...tagStatements(environment),
    ...endStatements(environment),
    ...readStatements(environment),
  ];
}

/** Images and snapshots have no account in their ARN, or AWS's. */
function ec2({ region }: Environment, ...kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => `arn:aws:ec2:${region}:*:${kind}/*`);
}

function launchStatements(environment: Environment): readonly Statement[] {
  const launch = ['ec2:RunInstances', 'ec2:CreateFleet'];
  return [
    {
      actions: launch,
      resources: ec2(environment, 'image', 'snapshot', 'security-group', 'subnet', 'capacity-reservation'),
    },
    {
      actions: launch,
      resources: ec2(environment, 'launch-template'),
      conditions: { ...owned('ResourceTag') },
    },
    {
      actions: [...launch, 'ec2:CreateLaunchTemplate'],
      resources: ec2(environment, ...made),
      conditions: { ...owned('RequestTag') },
    },
    {
      actions: ['iam:PassRole'],
      resources: [arnsOf(environment).iam(`role/${names.role('karpenter-nodes')}`)],
      conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
  ];
}

function tagStatements(environment: Environment): readonly Statement[] {
  const request = owned('RequestTag');
  const resource = owned('ResourceTag');
  return [
    {
      actions: ['ec2:CreateTags'],
      resources: ec2(environment, ...made),
      conditions: {
        ...request,
        StringEquals: {
          ...request.StringEquals,
          'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
        },
      },
    },
    {
      actions: ['ec2:CreateTags'],
      resources: ec2(environment, 'instance'),
      conditions: {
        ...resource,
        'ForAllValues:StringEquals': {
          'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
        },
      },
    },
  ];
}

function endStatements(environment: Environment): readonly Statement[] {
  return [
    {
      actions: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      resources: ec2(environment, 'instance', 'launch-template'),
      conditions: { ...owned('ResourceTag') },
    },
    {
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: [arnsOf(environment).of('sqs', names.interruptionQueue)],
    },
  ];
}

/** AWS does not narrow descriptions and prices to a resource. */
function readStatements(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  const described = [
    'CapacityReservations',
    'Images',
    'Instances',
    'InstanceStatus',
    'InstanceTypeOfferings',
    'InstanceTypes',
    'LaunchTemplates',
    'PlacementGroups',
    'SecurityGroups',
    'SpotPriceHistory',
    'Subnets',
  ];
  return [
    {
      actions: described.map((what) => `ec2:Describe${what}`),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': environment.region } },
    },
    { actions: ['pricing:GetProducts', 'iam:ListInstanceProfiles'], resources: ['*'] },
    {
      actions: ['ssm:GetParameter'],
      resources: [`arn:aws:ssm:${environment.region}::parameter/aws/service/*`],
    },
    {
      actions: ['iam:GetInstanceProfile'],
      resources: [arns.iam(`instance-profile/${names.nodeProfile}`)],
    },
    { actions: ['eks:DescribeCluster'], resources: [arns.of('eks', `cluster/${names.cluster}`)] },
  ];
}

function owned(kind: 'RequestTag' | 'ResourceTag') {
  return {
    StringEquals: { [`aws:${kind}/${ownership}`]: 'owned' },
    StringLike: { [`aws:${kind}/karpenter.sh/nodepool`]: '*' },
  };
}
