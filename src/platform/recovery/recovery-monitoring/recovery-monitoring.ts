import { BackupVaultNotifications } from '@cdktn/provider-aws/lib/backup-vault-notifications/index.js';
import { CloudwatchCompositeAlarm } from '@cdktn/provider-aws/lib/cloudwatch-composite-alarm/index.js';
import { CloudwatchDashboard } from '@cdktn/provider-aws/lib/cloudwatch-dashboard/index.js';
import { DbEventSubscription } from '@cdktn/provider-aws/lib/db-event-subscription/index.js';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import { metricAlarm } from './alarm.ts';
import { dashboardBody, type Watch } from './dashboard.ts';
import { heartbeatTopic, topics } from './topics.ts';

export type RecoveryMonitoringGiven = {
  readonly environment: Environment;
  readonly region: string;
  readonly keys: { readonly logs: { readonly arn: string } };
  readonly vault: { readonly name: string };
  readonly watches: readonly Watch[];
};

/**
 * The alarms of all that is watched, and `midcoast-alarm` over those that must wake somebody, alone on its topic. Some 6 USD a month for
 * sixty alarms, and 3 for the dashboard.
 */
export function recoveryMonitoring(heading: Heading, given: RecoveryMonitoringGiven): void {
  const told = topics(heading, given);
  // Alertmanager is where the cluster is, and the recovery region has none until one is needed.
  if (given.region === given.environment.region) heartbeatTopic(heading, given);
  const alarms = given.watches.flatMap((watch) => watch.alarms);
  const made = alarms.map((alarm) => ({ alarm, name: metricAlarm(heading, alarm, told.notices) }));
  const pages = made.filter(({ alarm }) => alarm.severity === 'page').map(({ name }) => name);
  pagers(heading, given.environment, pages, told.alarms);
  notices(heading, given, told.notices);
  new CloudwatchDashboard(heading, 'dashboard', {
    dashboardName: names.dashboard,
    dashboardBody: dashboardBody(given.region, given.watches),
  });
}

/** An alarm over others may be over a hundred at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html */
const mostInAlarm = 100;

/** `midcoast-alarm`, over every alarm that pages; where they are too many for one, `midcoast-alarm-2` and so on. */
function pagers(heading: Heading, { name }: Environment, pages: readonly string[], topicArn: string): void {
  for (let first = 0; first < pages.length; first += mostInAlarm) {
    const suffix = first === 0 ? '' : `-${first / mostInAlarm + 1}`;
    new CloudwatchCompositeAlarm(heading, `alarm${suffix}`, {
      alarmName: `${names.alarm}${suffix}`,
      alarmDescription: `${name} needs somebody now: the alarms below this one say where`,
      alarmRule: pages
        .slice(first, first + mostInAlarm)
        .map((page) => `ALARM("${page}")`)
        .join(' OR '),
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}

/** What is no figure, and is told as it happens. */
function notices(heading: Heading, { vault }: RecoveryMonitoringGiven, topicArn: string): void {
  new BackupVaultNotifications(heading, 'vault-notices', {
    backupVaultName: vault.name,
    snsTopicArn: topicArn,
    backupVaultEvents: [
      'COPY_JOB_FAILED',
      'RESTORE_JOB_COMPLETED',
      'S3_BACKUP_OBJECT_FAILED',
      'S3_RESTORE_OBJECT_FAILED',
    ],
  });
  new DbEventSubscription(heading, 'database-notices', {
    name: names.alarmOf('database'),
    snsTopic: topicArn,
    sourceType: 'db-instance',
    eventCategories: ['availability', 'failover', 'failure', 'low storage', 'read replica', 'recovery'],
  });
}
