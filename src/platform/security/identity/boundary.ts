import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import type { Construct } from 'constructs';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, policyOf, type Statement } from '../../policy.ts';
import type { Heading } from '../../state.ts';

/** Roles that no pipeline may touch, so that they need no boundary: see what `deploy` is refused. */
export const unbounded: ReadonlySet<string> = new Set(
  ['administrator', 'deploy', 'images', 'read-only'].map(names.role),
);

/** Services that some role of a machine works with. */
export const boundedServices = [
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
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'tag',
];

/**
 * The most that a machine's role can do, whatever it is given: of IAM it is to look at roles and to hand one on to
 * what starts instances or restores. It grants nothing by itself.
 */
export const boundaryStatements: readonly Statement[] = [
  { actions: boundedServices.map((service) => `${service}:*`), resources: ['*'] },
  { actions: ['iam:GetInstanceProfile', 'iam:GetRole', 'iam:ListInstanceProfiles'], resources: ['*'] },
  {
    actions: ['iam:PassRole'],
    resources: ['*'],
    conditions: {
      StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'monitoring.rds.amazonaws.com'] },
    },
  },
];

/** Makes the boundary; its ARN. */
export function boundary(heading: Heading): string {
  const policy = new IamPolicy(heading, 'boundary', {
    name: names.permissionBoundary,
    description: 'The most that a role of a machine can do',
    policy: policyOf(boundaryStatements),
  });
  return policy.arn;
}

/** The same, made by the state of the platform's region, for the roles of another. */
export function existingBoundaryArn(environment: Environment): string {
  return arnsOf(environment).iam(`policy/${names.permissionBoundary}`);
}

/** Puts the boundary on every role of a state: whichever heading made it, a pipeline can make no other. */
export function bindRoles(state: Construct, boundaryArn: string): void {
  for (const element of state.node.findAll()) {
    if (!(element instanceof IamRole) || unbounded.has(element.nameInput ?? '')) continue;
    element.permissionsBoundary = boundaryArn;
  }
}
