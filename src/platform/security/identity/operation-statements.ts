import type { Environment } from '../../../environments/environment.ts';
import { arnsOf, type Statement } from '../../policy.ts';
import { boundaryArns } from './boundary.ts';
import { githubProviderArn } from './github.ts';
import { regionsOf } from './regions.ts';

/**
 * The services that the platform is built of. Terraform makes, reads, changes and tags nearly everything in them,
 * and most of what it makes has no ARN before it is there, so a list of actions and resources would be thousands
 * long. The account is the fence: it holds this environment and nothing else.
 */
const builtOf = [
  'access-analyzer',
  'acm',
  'application-autoscaling',
  'autoscaling',
  'backup',
  'backup-storage',
  'budgets',
  'cloudtrail',
  'cloudwatch',
  'codebuild',
  'codeconnections',
  'ec2',
  'ecr',
  'eks',
  'elasticache',
  'elasticloadbalancing',
  'events',
  'inspector2',
  'kafka',
  'kms',
  'logs',
  'rds',
  'route53',
  'secretsmanager',
  'sns',
  'sqs',
  'wafv2',
] as const;

/**
 * Services to which the platform hands a role. Restore testing asks for it by a name of its own, and takes it as `backup`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
 */
const handedTo = [
  'backup',
  'cloudtrail',
  'codebuild',
  'ec2',
  'eks',
  'monitoring.rds',
  'pods.eks',
  'restore-testing.backup',
  's3',
  'vpc-flow-logs',
];

/** Whether roles may be made and given rights only with the boundary: a pipeline's way, or a person's. */
type RoleWriting = 'with our boundary' | 'freely';

/** What it takes to run Terraform over the platform: all of its services, in its regions, and its own roles. */
export function operationStatements(environment: Environment, writing: RoleWriting): readonly Statement[] {
  return [
    {
      actions: builtOf.map((service) => `${service}:*`),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': regionsOf(environment) } },
    },
    {
      // The newest images, which AWS names in parameters of its own: nothing else of Systems Manager, or whoever
      // deploys could open a session on any machine.
      actions: ['ssm:GetParameter', 'ssm:GetParameters'],
      resources: regionsOf(environment).map((region) => `arn:aws:ssm:${region}::parameter/aws/service/*`),
    },
    ...bucketStatements,
    ...roleStatements(environment, writing),
    ...companionStatements(environment),
    ...accountStatements(environment),
  ];
}

/** Buckets are known by name before they are there, so that these need not be for all. */
const bucketStatements: readonly Statement[] = [
  {
    actions: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:Get*',
      's3:List*',
      's3:Put*',
      's3:TagResource',
      's3:UntagResource',
    ],
    resources: ['arn:aws:s3:::midcoast-*'],
  },
  {
    // The lock of a state goes when its work is done.
    actions: ['s3:DeleteObject'],
    resources: ['arn:aws:s3:::midcoast-state-*/*.tflock'],
  },
  { actions: ['s3:GetAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock'], resources: ['*'] },
];

/**
 * A role may be made or given rights only with a boundary of ours, so that a pipeline cannot make a stronger role than
 * the boundary allows, and then take it.
 */
function roleStatements(environment: Environment, writing: RoleWriting): readonly Statement[] {
  const arns = arnsOf(environment);
  const own = [arns.iam('role/midcoast-*')];
  const boundary = { 'iam:PermissionsBoundary': boundaryArns(environment) };
  return [
    {
      actions: ['CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PutRolePermissionsBoundary'].map(iam),
      resources: own,
      ...(writing === 'with our boundary' && { conditions: { StringEquals: boundary } }),
    },
    {
      actions: [
        'DeleteRole',
        'DeleteRolePolicy',
        'DetachRolePolicy',
        'TagRole',
        'UntagRole',
        'UpdateAssumeRolePolicy',
        'UpdateRole',
        'UpdateRoleDescription',
      ].map(iam),
      resources: own,
    },
    {
      actions: [iam('PassRole')],
      resources: own,
      conditions: {
        StringEquals: { 'iam:PassedToService': handedTo.map((service) => `${service}.amazonaws.com`) },
      },
    },
    { actions: ['iam:Get*', 'iam:List*'], resources: [...own, arns.iam('role/aws-service-role/*')] },
  ];
}

/** What stands beside roles: policies and instance profiles. */
function companionStatements(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      actions: [
        'AddRoleToInstanceProfile',
        'CreateInstanceProfile',
        'DeleteInstanceProfile',
        'GetInstanceProfile',
        'ListInstanceProfileTags',
        'RemoveRoleFromInstanceProfile',
        'TagInstanceProfile',
        'UntagInstanceProfile',
      ].map(iam),
      resources: [arns.iam('instance-profile/midcoast-*')],
    },
    {
      actions: [
        'CreatePolicy',
        'CreatePolicyVersion',
        'DeletePolicy',
        'DeletePolicyVersion',
        'GetPolicy',
        'GetPolicyVersion',
        'ListPolicyTags',
        'ListPolicyVersions',
        'TagPolicy',
        'UntagPolicy',
      ].map(iam),
      resources: [arns.iam('policy/midcoast-*')],
    },
  ];
}

/** The trust in GitHub, the roles of AWS's services, and what is the account's own. */
function accountStatements(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      actions: [
        'AddClientIDToOpenIDConnectProvider',
        'CreateOpenIDConnectProvider',
        'DeleteOpenIDConnectProvider',
        'GetOpenIDConnectProvider',
        'ListOpenIDConnectProviderTags',
        'TagOpenIDConnectProvider',
        'UntagOpenIDConnectProvider',
        'UpdateOpenIDConnectProviderThumbprint',
      ].map(iam),
      resources: [githubProviderArn(environment)],
    },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [arns.iam('role/aws-service-role/*')],
    },
    {
      // The account's own, of which there is one.
      actions: ['DeleteAccountPasswordPolicy', 'GetAccountPasswordPolicy', 'UpdateAccountPasswordPolicy'].map(
        iam,
      ),
      resources: ['*'],
    },
    { actions: ['tag:GetResources'], resources: ['*'] },
  ];
}

function iam(action: string): string {
  return `iam:${action}`;
}
