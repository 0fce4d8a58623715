import type { Environment } from '../../../environments/environment.ts';
import { deployMinutes } from '../../deploy-limit.ts';
import { names } from '../../names.ts';
import { arnsOf, type Statement } from '../../policy.ts';
import { boundaryArns, unbounded } from './boundary.ts';
import { githubProviderArn, githubTrust } from './github.ts';
import { operationStatements } from './operation-statements.ts';
import type { Role } from './role.ts';

type PipelineRoles = { readonly deploy: Role; readonly images?: Role };

/** Roles that a job on GitHub takes, without any secret of AWS lying there. */
export function pipelineRoles(environment: Environment): PipelineRoles {
  const { name, repository } = environment;
  const deploy = {
    purpose: `Deploys ${name}, as a job of ${repository}`,
    trust: githubTrust(environment, 'of the environment'),
    statements: [...operationStatements(environment, 'with our boundary'), ...refusals(environment)],
    sessionSeconds: deployMinutes * 60,
  };
  if (environment.accountId !== environment.registryAccountId) return { deploy };
  // Images are built once, in the account that holds them.
  const images = {
    purpose: `Pushes the images of ${repository}`,
    trust: githubTrust(environment, 'of the branch'),
    statements: imageStatements(environment),
  };
  return { deploy, images };
}

/** A push, and what tells whether an image is there already. No deletion: a tag stays what it was. */
function imageStatements(environment: Environment): readonly Statement[] {
  return [
    // The token is for the registry as a whole; AWS does not narrow it.
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImages',
        'ecr:DescribeImageScanFindings',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [arnsOf(environment).of('ecr', `repository/${names.image}`)],
    },
  ];
}

/** Of every resource of the account, as it holds this environment alone. */
const ends = [
  'backup:DeleteBackupVault*',
  'backup:DeleteRecoveryPoint',
  'backup:PutBackupVaultAccessPolicy',
  'backup:PutBackupVaultLockConfiguration',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'ec2:DeleteFlowLogs',
  'ecr:BatchDeleteImage',
  'ecr:DeleteRepository',
  'eks:DeleteCluster',
  'elasticache:DeleteReplicationGroup',
  'kafka:DeleteCluster',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'logs:DeleteLogGroup',
  'logs:DeleteLogStream',
  'rds:DeleteDBInstance',
  'rds:DeleteDBInstanceAutomatedBackup',
  'rds:DeleteDBSnapshot',
  's3:DeleteBucket',
  'secretsmanager:DeleteSecret',
];

/**
 * What holds data, what watches, and who may do what is ended or changed by a person, never by a pipeline. The first
 * deploy is a person's (docs/runbooks/deploy.md) and makes all of it; a pipeline then finds it as it should be and
 * changes nothing of it. A change to it that was merged is applied by a person: `deploy ENV --only cloud`.
 */
function refusals(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    ...watchRefusals(environment),
    {
      effect: 'Deny',
      actions: ends,
      resources: ['*'],
    },
    {
      effect: 'Deny',
      actions: [
        'iam:AddClientIDToOpenIDConnectProvider',
        'iam:AttachRolePolicy',
        'iam:CreatePolicyVersion',
        'iam:DeleteOpenIDConnectProvider',
        'iam:DeletePolicy*',
        'iam:DeleteRole*',
        'iam:DetachRolePolicy',
        'iam:PutRolePolicy',
        'iam:SetDefaultPolicyVersion',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateOpenIDConnectProviderThumbprint',
      ],
      resources: [
        ...[...unbounded].map((role) => arns.iam(`role/${role}`)),
        ...boundaryArns(environment),
        githubProviderArn(environment),
      ],
    },
  ];
}

/**
 * The buckets of logs and of states keep their policy, their versions and their days. So do the log groups that say
 * who did what; of others a pipeline sets the days, as Terraform does by itself where a shard brings new ones.
 */
function watchRefusals({ accountId }: Environment): readonly Statement[] {
  const logGroups = [
    names.logGroup('trail'),
    names.logGroup('flow-logs'),
    names.controlPlaneLogGroup,
    names.firewallLogGroup,
  ];
  return [
    {
      effect: 'Deny',
      actions: [
        's3:DeleteBucketPolicy',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutBucketVersioning',
        's3:PutLifecycleConfiguration',
      ],
      resources: ['arn:aws:s3:::midcoast-logs-*', 'arn:aws:s3:::midcoast-state-*'],
    },
    {
      effect: 'Deny',
      actions: ['logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy'],
      resources: logGroups.map((name) => `arn:aws:logs:*:${accountId}:log-group:${name}:*`),
    },
  ];
}
