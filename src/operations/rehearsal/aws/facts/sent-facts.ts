import type { Environment } from '../../../../environments/environment.ts';
import { midcoast, type Platform } from '../../../../platform/midcoast.ts';
import { blocks, declared, textAt, textsAt } from '../../../declaration.ts';
import type { Traffic } from '../repair-proxy.ts';
import type { Fact } from './fact.ts';

type Sent = Readonly<Record<string, unknown>>;

/**
 * What no emulator tells again: what the provider sent, as it went over the wire, held against what the platform
 * declares. What AWS would make of it is not proved by this.
 */
export function sentFacts(environment: Environment, { sent }: Traffic): readonly Fact[] {
  const bodies = (operation: string) =>
    [...sent].flatMap(([name, texts]) => (matches(name, operation) ? texts : []));
  const platform = midcoast(environment);
  const documents = (operation: string) => bodies(operation).map((body) => JSON.parse(body) as Sent);
  return [
    copiedBackupsFact(platform, () =>
      bodies('rds StartDBInstanceAutomatedBackupsReplication').map((body) => new URLSearchParams(body)),
    ),
    ...restoreTestFacts(platform, documents),
    webhookFact(platform, () => documents('codebuild CreateWebhook')),
    rotationFact(platform, () => documents('kms EnableKeyRotation')),
    secretCopiesFact(() => documents('secretsmanager CreateSecret')),
  ];
}

/** `*` stands for one name in a path. */
function matches(name: string, operation: string): boolean {
  const parts = operation.split('/');
  return (
    name.split('/').length === parts.length &&
    parts.every((part, at) => part === '*' || part === name.split('/')[at])
  );
}

function copiedBackupsFact(platform: Platform, see: () => readonly URLSearchParams[]): Fact {
  const replications = declared(platform, 'aws_db_instance_automated_backups_replication');
  return {
    name: 'databases: copies of their backups, as sent: of which, for how many days, with a key of ours',
    expected: replications.map(({ attributes }) => [
      attributes['source_db_instance_arn'],
      String(attributes['retention_period']),
      true,
    ]),
    see: async () =>
      see().map((form) => [
        form.get('SourceDBInstanceArn'),
        form.get('BackupRetentionPeriod'),
        isOurs(form.get('KmsKeyId')),
      ]),
  };
}

function restoreTestFacts(
  platform: Platform,
  documents: (operation: string) => readonly Sent[],
): readonly Fact[] {
  return [
    {
      name: 'restore tests, as sent: when, and from which backups',
      expected: declared(platform, 'aws_backup_restore_testing_plan')
        .map(({ attributes }) => {
          const [chosen = {}] = blocks(attributes, 'recovery_point_selection');
          const kinds = textsAt(chosen, 'recovery_point_types').toSorted().join(' ');
          return `${textAt(attributes, 'schedule_expression')}: ${textAt(chosen, 'algorithm')} ${kinds}`;
        })
        .toSorted(),
      see: async () =>
        documents('backup PUT /restore-testing/plans')
          .map(({ RestoreTestingPlan }) => {
            const plan = RestoreTestingPlan as Sent;
            const [chosen = {}] = blocks(plan, 'RecoveryPointSelection');
            const kinds = textsAt(chosen, 'RecoveryPointTypes').toSorted().join(' ');
            return `${textAt(plan, 'ScheduleExpression')}: ${textAt(chosen, 'Algorithm')} ${kinds}`;
          })
          .toSorted(),
    },
    {
      name: 'restore tests, as sent: of what',
      expected: declared(platform, 'aws_backup_restore_testing_selection')
        .map(({ attributes }) => textAt(attributes, 'protected_resource_type'))
        .toSorted(),
      see: async () =>
        documents('backup PUT /restore-testing/plans/*/selections')
          .map(({ RestoreTestingSelection }) =>
            textAt(RestoreTestingSelection as Sent, 'ProtectedResourceType'),
          )
          .toSorted(),
    },
  ];
}

function webhookFact(platform: Platform, see: () => readonly Sent[]): Fact {
  return {
    name: 'runner, as sent: the jobs that it hears of',
    expected: declared(platform, 'aws_codebuild_webhook')
      .flatMap(({ attributes }) =>
        blocks(attributes, 'filter_group').flatMap((group) =>
          blocks(group, 'filter').map((filter) => `${textAt(filter, 'type')} ${textAt(filter, 'pattern')}`),
        ),
      )
      .toSorted(),
    see: async () =>
      see()
        .flatMap(({ filterGroups }) =>
          (filterGroups as readonly (readonly Sent[])[])
            .flat()
            .map((filter) => `${textAt(filter, 'type')} ${textAt(filter, 'pattern')}`),
        )
        .toSorted(),
  };
}

function rotationFact(platform: Platform, see: () => readonly Sent[]): Fact {
  const keys = declared(platform, 'aws_kms_key');
  const days = (all: readonly unknown[]) => [...new Set(all)];
  return {
    name: 'keys of both regions, as sent: so many rotate, every so many days',
    expected: {
      keys: keys.length,
      days: days(keys.map(({ attributes }) => attributes['rotation_period_in_days'])),
    },
    see: async () => ({
      keys: new Set(see().map(({ KeyId }) => KeyId)).size,
      days: days(see().map(({ RotationPeriodInDays }) => RotationPeriodInDays)),
    }),
  };
}

function secretCopiesFact(see: () => readonly Sent[]): Fact {
  return {
    name: 'secrets: copies in the recovery region that were sent without a key of ours',
    expected: 0,
    async see() {
      const copies = see().flatMap((secret) => blocks(secret, 'AddReplicaRegions'));
      return copies.filter((copy) => !isOurs(textAt(copy, 'KmsKeyId'))).length;
    },
  };
}

function isOurs(key: string | null): boolean {
  return /key\/|alias\/midcoast-/.test(key ?? '');
}
