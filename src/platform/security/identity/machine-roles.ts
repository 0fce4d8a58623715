import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, type Statement } from '../../policy.ts';
import type { Keys } from './pod-roles.ts';
import { serviceTrust, type Role } from './role.ts';

/** Roles that AWS takes for what it runs for us: the control plane, nodes, the runner, the way in for people. */
export function machineRoles(environment: Environment, keys: Keys) {
  return {
    cluster: {
      purpose: 'The control plane of midcoast-cluster',
      trust: serviceTrust('eks', { StringEquals: { 'aws:SourceAccount': environment.accountId } }),
      managed: ['AmazonEKSClusterPolicy'],
      statements: [
        {
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey', 'kms:ListGrants'],
          resources: [keys.application.arn],
        },
      ],
    },
    'system-nodes': nodeRole('Managed nodes, on which the system itself runs'),
    'karpenter-nodes': nodeRole('Nodes that Karpenter starts'),
    runner: {
      purpose: 'The runner of deployments, before it takes the role of deployment',
      trust: serviceTrust('codebuild', {
        StringEquals: {
          'aws:SourceAccount': environment.accountId,
          'aws:SourceArn': arnsOf(environment).of('codebuild', `project/${names.runner(environment)}`),
        },
      }),
      statements: runnerStatements(environment, keys),
    },
    access: {
      purpose:
        'The instance through which people reach the private API; it may talk to Systems Manager alone',
      trust: serviceTrust('ec2'),
      statements: sessionStatements(environment),
    },
  } satisfies Record<string, Role>;
}

/**
 * What the agent of Systems Manager needs to open sessions. Its own policy for instances would let this one read
 * every parameter of the account as well.
 */
function sessionStatements(environment: Environment): readonly Statement[] {
  const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];
  return [
    {
      actions: ['ssm:UpdateInstanceInformation'],
      resources: [arnsOf(environment).of('ec2', 'instance/*')],
    },
    {
      // AWS does not narrow these to a resource.
      actions: channels.map((channel) => `ssmmessages:${channel}`),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': environment.region } },
    },
  ];
}

/**
 * A node joins the cluster and pulls images. What its pods may do is the pods' own: addresses and volumes too, so
 * that a pod that breaks out finds little.
 */
function nodeRole(purpose: string): Role {
  return {
    purpose,
    trust: serviceTrust('ec2'),
    managed: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    statements: [],
  };
}

/** What CodeBuild needs to stand in our network and to write its log; everything else is the deploy role's. */
function runnerStatements(environment: Environment, keys: Keys): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [arns.of('logs', `log-group:${names.logGroup('runner')}:*`)],
    },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keys.application.arn] },
    {
      actions: ['codeconnections:GetConnection', 'codeconnections:GetConnectionToken'],
      resources: [arns.of('codeconnections', 'connection/*')],
    },
    {
      // AWS does not narrow these to a resource.
      actions: [
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': environment.region } },
    },
    {
      actions: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'],
      resources: ['network-interface', 'subnet', 'security-group'].map((kind) => arns.of('ec2', `${kind}/*`)),
    },
    {
      actions: ['ec2:CreateNetworkInterfacePermission'],
      resources: [arns.of('ec2', 'network-interface/*')],
      conditions: { StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' } },
    },
  ];
}
