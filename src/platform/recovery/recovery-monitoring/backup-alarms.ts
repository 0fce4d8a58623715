import type { Environment } from '../../../environments/environment.ts';
import type { Alarm, Computed, Metric } from './alarm.ts';

/** What AWS Backup copies for us, by its own names. It counts jobs by vault and kind together, never by one alone. */
const kinds = { databases: 'RDS', volumes: 'EBS', configuration: 'S3' } as const;

/** Whether backups are made and copied, and whether restoring takes no longer than is promised. */
export function backupAlarms({ objectives }: Environment, vault: string): readonly Alarm[] {
  const jobs = (name: string) => ofEveryKind(name, vault);
  return [
    {
      name: 'backup-failed',
      says: 'A backup failed: look at the jobs of the vault',
      severity: 'page',
      measure: jobs('NumberOfBackupJobsFailed'),
      ...anyInFiveMinutes,
    },
    {
      name: 'backup-expired',
      says: 'A backup did not begin or end within its window',
      severity: 'mail',
      measure: jobs('NumberOfBackupJobsExpired'),
      ...anyInFiveMinutes,
    },
    {
      name: 'backup-missing',
      says: 'No backup of a database was completed in a day, by figure or by silence',
      severity: 'mail',
      measure: backupMetric('NumberOfBackupJobsCompleted', vault, kinds.databases),
      when: 'below',
      threshold: 1,
      minutes: 1_440,
      periodMinutes: 1_440,
      // Of a vault in which nothing ever lay there are no figures, and nothing is wrong yet.
      silence: 'fault once it spoke',
    },
    {
      name: 'backup-copy-failed',
      says: 'A copy to the recovery region failed: the loss of this region would cost a day more',
      severity: 'page',
      measure: jobs('NumberOfCopyJobsFailed'),
      ...anyInFiveMinutes,
    },
    ...restoreAlarms(objectives.dataLoss.rtoMinutes, vault),
  ];
}

/** Whether what lies in the vault of a region can be restored, and in time. */
export function restoreAlarms(rtoMinutes: number, vault: string): readonly Alarm[] {
  return [
    {
      name: 'restore-failed',
      says: 'A restore failed, tested or meant: a backup that cannot be restored is none',
      severity: 'page',
      measure: ofEveryKind('NumberOfRestoreJobsFailed', vault),
      ...anyInFiveMinutes,
    },
    {
      name: 'restore-slow',
      says: `The restore of a database runs for longer than the ${rtoMinutes} minutes that are promised`,
      severity: 'mail',
      measure: {
        ...backupMetric('NumberOfRestoreJobsRunning', vault, kinds.databases),
        statistic: 'Minimum',
      },
      when: 'above',
      threshold: 0,
      minutes: Math.ceil(rtoMinutes / 5) * 5,
      periodMinutes: 5,
    },
  ];
}

/** Whether the copy of the configuration in the recovery region keeps up. */
export function replicationAlarms(
  source: string,
  destination: string,
  rule: string,
  { objectives }: Environment,
): readonly Alarm[] {
  const replication = (name: string, statistic: string): Metric => ({
    namespace: 'AWS/S3',
    name,
    statistic,
    dimensions: { SourceBucket: source, DestinationBucket: destination, RuleId: rule },
  });
  return [
    {
      name: 'configuration-replication-late',
      says: 'The configuration reaches the recovery region later than is promised',
      severity: 'mail',
      measure: replication('ReplicationLatency', 'Maximum'),
      when: 'above',
      threshold: objectives.regionLoss.rpoMinutes * 60,
      minutes: 15,
    },
    {
      name: 'configuration-replication-failed',
      says: 'A file of the configuration did not reach the recovery region: look at key and role',
      severity: 'mail',
      measure: replication('OperationsFailedReplication', 'Sum'),
      ...anyInFiveMinutes,
    },
  ];
}

const anyInFiveMinutes = { when: 'above', threshold: 0, minutes: 5, periodMinutes: 5 } as const;

const backupMetric = (name: string, vault: string, kind: string): Metric => ({
  namespace: 'AWS/Backup',
  name,
  statistic: 'Sum',
  dimensions: { BackupVaultName: vault, ResourceType: kind },
});

function ofEveryKind(name: string, vault: string): Computed {
  return {
    expression: Object.keys(kinds)
      .map((id) => `FILL(${id}, 0)`)
      .join(' + '),
    of: Object.fromEntries(Object.entries(kinds).map(([id, kind]) => [id, backupMetric(name, vault, kind)])),
  };
}
