import type { Statement } from '../../policy.ts';

/**
 * The most that a role made by a pipeline can ever do, whatever it is given: what some role of the platform needs,
 * and nothing of IAM but handing on the one role of Karpenter's nodes. It grants nothing by itself.
 */
export const boundaryStatements: readonly Statement[] = [
  {
    actions: [
      'backup',
      'backup-storage',
      'cloudwatch',
      'codebuild',
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
      'lambda',
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
    ].map((service) => `${service}:*`),
    resources: ['*'],
  },
  { actions: ['iam:GetInstanceProfile', 'iam:GetRole', 'iam:ListInstanceProfiles'], resources: ['*'] },
  {
    actions: ['iam:PassRole'],
    resources: ['*'],
    conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'rds.amazonaws.com'] } },
  },
];
