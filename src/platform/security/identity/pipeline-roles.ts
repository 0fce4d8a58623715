import type { Environment } from '../../../environments/environment.ts';
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
    sessionSeconds: 2 * 3600,
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

/** What holds data, what watches, and who may do what is ended or changed by a person, never by a pipeline. */
function refusals(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      effect: 'Deny',
      actions: [
        'backup:DeleteBackupVault*',
        'backup:DeleteRecoveryPoint',
        'cloudtrail:DeleteTrail',
        'cloudtrail:StopLogging',
        'ecr:BatchDeleteImage',
        'ecr:DeleteRepository',
        'eks:DeleteCluster',
        'elasticache:DeleteReplicationGroup',
        'kafka:DeleteCluster',
        'kms:DisableKey',
        'kms:ScheduleKeyDeletion',
        'logs:DeleteLogGroup',
        'rds:DeleteDBInstance',
        'rds:DeleteDBInstanceAutomatedBackup',
        'rds:DeleteDBSnapshot',
        's3:DeleteBucket',
        'secretsmanager:DeleteSecret',
      ],
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
