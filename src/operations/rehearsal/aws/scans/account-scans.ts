import {
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  ListBackupVaultsCommand,
} from '@aws-sdk/client-backup';
import { DescribeBudgetsCommand } from '@aws-sdk/client-budgets';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import {
  ListInstanceProfilesCommand,
  ListOpenIDConnectProvidersCommand,
  ListPoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, ListDocumentsCommand } from '@aws-sdk/client-ssm';
import { scan, type Scan } from './scan.ts';

/** Keys, identities, secrets, logs, alarms, backups: what the account holds beside the platform's machines. */
export const accountScans: readonly Scan[] = [
  scan('aws_kms_key', async ({ kms }) => {
    const { Keys = [] } = await kms.send(new ListKeysCommand({ Limit: 1000 }));
    const described = Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId })));
    // A key is never deleted at once: one that waits for its deletion is gone, as far as that goes.
    return (await Promise.all(described))
      .filter(({ KeyMetadata }) => !KeyMetadata?.KeyState?.startsWith('Pending'))
      .map(({ KeyMetadata }) => KeyMetadata?.KeyId);
  }),
  scan('aws_kms_alias', async ({ kms }) =>
    ((await kms.send(new ListAliasesCommand({ Limit: 1000 }))).Aliases ?? []).map((alias) => alias.AliasName),
  ),
  scan('aws_iam_role', async ({ iam }) =>
    ((await iam.send(new ListRolesCommand({ MaxItems: 1000 }))).Roles ?? []).map((role) => role.RoleName),
  ),
  scan('aws_iam_policy', async ({ iam }) =>
    ((await iam.send(new ListPoliciesCommand({ Scope: 'Local', MaxItems: 1000 }))).Policies ?? []).map(
      (policy) => policy.Arn,
    ),
  ),
  scan('aws_iam_instance_profile', async ({ iam }) =>
    ((await iam.send(new ListInstanceProfilesCommand({ MaxItems: 1000 }))).InstanceProfiles ?? []).map(
      (profile) => profile.InstanceProfileName,
    ),
  ),
  scan('aws_iam_openid_connect_provider', async ({ iam }) =>
    ((await iam.send(new ListOpenIDConnectProvidersCommand())).OpenIDConnectProviderList ?? []).map(
      (provider) => provider.Arn,
    ),
  ),
  scan('aws_secretsmanager_secret', async ({ secrets }) =>
    ((await secrets.send(new ListSecretsCommand({ MaxResults: 100 }))).SecretList ?? [])
      .filter(({ DeletedDate }) => DeletedDate === undefined)
      .map((secret) => secret.ARN),
  ),
  scan('aws_cloudwatch_log_group', async ({ logs }) =>
    ((await logs.send(new DescribeLogGroupsCommand({ limit: 50 }))).logGroups ?? []).map(
      (group) => group.logGroupName,
    ),
  ),
  scan('aws_cloudwatch_log_metric_filter', async ({ logs }) =>
    ((await logs.send(new DescribeMetricFiltersCommand())).metricFilters ?? []).map(
      (filter) => filter.filterName,
    ),
  ),
  scan('aws_cloudwatch_log_resource_policy', async ({ logs }) =>
    ((await logs.send(new DescribeResourcePoliciesCommand())).resourcePolicies ?? []).map(
      (policy) => policy.policyName,
    ),
  ),
  scan('aws_cloudwatch_metric_alarm', async ({ alarms }) =>
    (
      (await alarms.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100 })))
        .MetricAlarms ?? []
    ).map((alarm) => alarm.AlarmName),
  ),
  scan('aws_cloudwatch_composite_alarm', async ({ composites }) =>
    (
      (await composites.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] })))
        .CompositeAlarms ?? []
    ).map((alarm) => alarm.AlarmName),
  ),
  scan('aws_cloudwatch_dashboard', async ({ alarms }) =>
    ((await alarms.send(new ListDashboardsCommand())).DashboardEntries ?? []).map(
      (entry) => entry.DashboardName,
    ),
  ),
  scan('aws_cloudwatch_event_rule', async ({ events }) =>
    ((await events.send(new ListRulesCommand())).Rules ?? []).map((rule) => rule.Name),
  ),
  scan('aws_sns_topic', async ({ sns }) =>
    ((await sns.send(new ListTopicsCommand())).Topics ?? []).map((topic) => topic.TopicArn),
  ),
  scan('aws_sns_topic_subscription', async ({ sns }) =>
    ((await sns.send(new ListSubscriptionsCommand())).Subscriptions ?? []).map(
      (subscription) => subscription.SubscriptionArn,
    ),
  ),
  scan(
    'aws_sqs_queue',
    async ({ sqs }) =>
      ((await sqs.send(new ListQueuesCommand())).QueueUrls ?? []).map((url) => url.split('/').at(-1)),
    'name',
  ),
  scan('aws_s3_bucket', async ({ s3, region }) =>
    ((await s3.send(new ListBucketsCommand({ BucketRegion: region }))).Buckets ?? []).map(
      (bucket) => bucket.Name,
    ),
  ),
  scan('aws_cloudtrail', async ({ trail }) =>
    ((await trail.send(new DescribeTrailsCommand({}))).trailList ?? []).map((one) => one.TrailARN),
  ),
  scan(
    'aws_budgets_budget',
    async ({ budgets, accountId }) =>
      ((await budgets.send(new DescribeBudgetsCommand({ AccountId: accountId }))).Budgets ?? []).map(
        (budget) => budget.BudgetName,
      ),
    'name',
  ),
  scan('aws_backup_vault', async ({ backup }) =>
    ((await backup.send(new ListBackupVaultsCommand())).BackupVaultList ?? []).map(
      (vault) => vault.BackupVaultName,
    ),
  ),
  scan('aws_backup_plan', async ({ backup }) =>
    ((await backup.send(new ListBackupPlansCommand())).BackupPlansList ?? []).map(
      (plan) => plan.BackupPlanId,
    ),
  ),
  scan('aws_backup_selection', async ({ backup }) => {
    const { BackupPlansList = [] } = await backup.send(new ListBackupPlansCommand());
    const lists = BackupPlansList.map(({ BackupPlanId }) =>
      backup.send(new ListBackupSelectionsCommand({ BackupPlanId })),
    );
    return (await Promise.all(lists)).flatMap(({ BackupSelectionsList }) =>
      (BackupSelectionsList ?? []).map((selection) => selection.SelectionId),
    );
  }),
  scan('aws_ssm_parameter', async ({ ssm }) =>
    ((await ssm.send(new DescribeParametersCommand())).Parameters ?? []).map((parameter) => parameter.Name),
  ),
  scan('aws_ssm_document', async ({ ssm }) =>
    (
      (await ssm.send(new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: ['Self'] }] })))
        .DocumentIdentifiers ?? []
    ).map((document) => document.Name),
  ),
];
