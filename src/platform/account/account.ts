import { AccessanalyzerAnalyzer } from '@cdktn/provider-aws/lib/accessanalyzer-analyzer/index.js';
import { BudgetsBudget } from '@cdktn/provider-aws/lib/budgets-budget/index.js';
import { EbsDefaultKmsKey } from '@cdktn/provider-aws/lib/ebs-default-kms-key/index.js';
import { EbsEncryptionByDefault } from '@cdktn/provider-aws/lib/ebs-encryption-by-default/index.js';
import { EbsSnapshotBlockPublicAccess } from '@cdktn/provider-aws/lib/ebs-snapshot-block-public-access/index.js';
import { Ec2InstanceMetadataDefaults } from '@cdktn/provider-aws/lib/ec2-instance-metadata-defaults/index.js';
import { IamAccountPasswordPolicy } from '@cdktn/provider-aws/lib/iam-account-password-policy/index.js';
import { S3AccountPublicAccessBlock } from '@cdktn/provider-aws/lib/s3-account-public-access-block/index.js';
import type { Environment, Region } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { logBucket, type LogBucket } from './log-bucket.ts';
import { trail } from './trail.ts';

export type AccountGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly keys: Readonly<Record<'application' | 'audit' | 'logs', { readonly arn: string }>>;
};

export type AccountHandles = { readonly logs: LogBucket };

/** What holds for the whole account, whatever is in it: its trail, its logs, its budget and its defaults. */
export function account(heading: Heading, given: AccountGiven): AccountHandles {
  const logs = logBucket(heading, given);
  trail(heading, { ...given, logs });
  budget(heading, given.environment);
  people(heading);
  defaults(heading, given);
  return { logs };
}

/** Percent of the budget at which a mail is sent: spent, or about to be. */
const budgetAlarms = [
  { percent: 80, kind: 'ACTUAL' },
  { percent: 100, kind: 'ACTUAL' },
  { percent: 100, kind: 'FORECASTED' },
] as const;

function budget(heading: Heading, { monthlyBudgetUsd, alarmEmail }: Environment): void {
  new BudgetsBudget(heading, 'budget', {
    name: names.budget,
    budgetType: 'COST',
    timeUnit: 'MONTHLY',
    limitAmount: String(monthlyBudgetUsd),
    limitUnit: 'USD',
    notification: budgetAlarms.map(({ percent, kind }) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType: kind,
      threshold: percent,
      thresholdType: 'PERCENTAGE',
      subscriberEmailAddresses: [alarmEmail],
    })),
  });
}

/** People come by roles; whoever is given a user nevertheless gets a good password. */
function people(heading: Heading): void {
  new IamAccountPasswordPolicy(heading, 'passwords', {
    minimumPasswordLength: 16,
    requireLowercaseCharacters: true,
    requireUppercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
    allowUsersToChangePassword: true,
    maxPasswordAge: 90,
    passwordReusePrevention: 24,
  });
  // Says which roles, keys and buckets somebody outside the account can reach.
  new AccessanalyzerAnalyzer(heading, 'analyzer', { analyzerName: names.analyzer, type: 'ACCOUNT' });
}

/** What a resource gets that says nothing itself, and what none may. */
function defaults(heading: Heading, { keys }: AccountGiven): void {
  new S3AccountPublicAccessBlock(heading, 'public-access', {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new EbsEncryptionByDefault(heading, 'volume-encryption', { enabled: true });
  new EbsDefaultKmsKey(heading, 'volume-key', { keyArn: keys.application.arn });
  new EbsSnapshotBlockPublicAccess(heading, 'snapshots', { state: 'block-all-sharing' });
  new Ec2InstanceMetadataDefaults(heading, 'metadata', {
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
  });
}
