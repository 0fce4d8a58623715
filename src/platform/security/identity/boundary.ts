import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import type { Construct } from 'constructs';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, policyOf, type Statement } from '../../policy.ts';
import type { Heading } from '../../state.ts';
import { regionsOf } from './regions.ts';

/** Roles that no pipeline may touch, so that they need no boundary: see what `deploy` is refused. */
export const unbounded: ReadonlySet<string> = new Set(
  ['administrator', 'deploy', 'images', 'read-only'].map(names.role),
);

/** Services that some role of a machine works with. */
const boundedServices = [
  'autoscaling',
  'backup',
  'backup-storage',
  'cloudwatch',
  'codeconnections',
  'ec2',
  'ec2messages',
  'ecr',
  'eks',
  'eks-auth',
  'elasticache',
  'elasticloadbalancing',
  'events',
  'kafka-cluster',
  'kms',
  'logs',
  'pricing',
  'rds',
  'secretsmanager',
  'sns',
  'sqs',
  'ssmmessages',
  'tag',
  'xray',
];

/** Of Systems Manager no session: a pipeline may make a role within the boundary, and could else open one by it. */
const boundedActions = ['ssm:GetParameter', 'ssm:UpdateInstanceInformation'];

/** Roles that a machine may hand on: Karpenter its nodes', a restore that of the database's monitoring. */
const handedOn = ['karpenter-nodes', 'database-monitoring'];

/**
 * The most that a machine's role can do, whatever it is given: of IAM it is to look at roles and to hand two of
 * them on, of S3 it is to read and write in buckets of ours and to restore the configuration. It grants nothing by
 * itself.
 */
export function boundaryStatements(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      actions: [...boundedServices.map((service) => `${service}:*`), ...boundedActions],
      resources: ['*'],
      conditions: { StringEqualsIfExists: { 'aws:RequestedRegion': regionsOf(environment) } },
    },
    {
      actions: ['s3:Get*', 's3:List*', 's3:Put*', 's3:Replicate*'],
      resources: ['arn:aws:s3:::midcoast-*'],
    },
    {
      actions: ['s3:CreateBucket', 's3:DeleteObject', 's3:Get*', 's3:List*', 's3:Put*'],
      resources: restoredBuckets(environment).flatMap((arn) => [arn, `${arn}/*`]),
    },
    {
      actions: ['iam:GetInstanceProfile', 'iam:GetRole'],
      resources: [arns.iam('role/midcoast-*'), arns.iam('instance-profile/midcoast-*')],
    },
    // AWS does not narrow a list.
    { actions: ['iam:ListInstanceProfiles'], resources: ['*'] },
    {
      actions: ['iam:PassRole'],
      resources: handedOn.map((role) => arns.iam(`role/${names.role(role)}`)),
      conditions: {
        StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'monitoring.rds.amazonaws.com'] },
      },
    },
  ];
}

/**
 * Where AWS Backup restores the configuration to: its own place, and a bucket of AWS's name for each test, which
 * AWS's own role takes away again. https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
 */
function restoredBuckets(environment: Environment): readonly string[] {
  const own = regionsOf(environment).map((region) => names.configurationBucket(environment, region));
  return [...own, 'awsbackup-restore-test-*'].map((bucket) => `arn:aws:s3:::${bucket}`);
}

/** Makes the boundary; its ARN. */
export function boundary(heading: Heading, environment: Environment): string {
  const policy = new IamPolicy(heading, 'boundary', {
    name: names.permissionBoundary,
    description: 'The most that a role of a machine can do',
    policy: policyOf(boundaryStatements(environment)),
  });
  return policy.arn;
}

/** The boundaries that there are: each state makes its own, so that neither needs the other's. */
export function boundaryArns(environment: Environment): readonly string[] {
  const { iam } = arnsOf(environment);
  return [names.permissionBoundary, names.recoveryPermissionBoundary].map((name) => iam(`policy/${name}`));
}

/** Puts the boundary on every role of a state: whichever heading made it, a pipeline can make no other. */
export function bindRoles(state: Construct, boundaryArn: string): void {
  for (const element of state.node.findAll()) {
    if (!(element instanceof IamRole) || unbounded.has(element.nameInput ?? '')) continue;
    element.permissionsBoundary = boundaryArn;
  }
}
