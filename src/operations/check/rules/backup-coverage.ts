import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1/StorageClass';
import { blocks, declared, numberAt, placeOf, references, type Declared } from '../../declaration.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';

/** RDS restores to any second up to about five minutes ago: its log files leave the instance every five. */
const pointInTimeMinutes = 5;

const retention: Rule = {
  id: 'databases-restore-to-a-moment',
  says: 'Every database keeps the backups that the environment promises, to restore to any moment of them.',
  mend: 'Set backup_retention_period of the database to database.backupDays.',
  find: (platform) =>
    primaries(platform)
      .filter(
        ({ attributes }) =>
          (numberAt(attributes, 'backup_retention_period') ?? 0) < platform.environment.database.backupDays,
      )
      .map((database) => ({
        where: placeOf(database),
        seen: `keeps ${numberAt(database.attributes, 'backup_retention_period') ?? 0} days, not ${platform.environment.database.backupDays}`,
      })),
};

const selection: Rule = {
  id: 'databases-in-the-backup-plan',
  says: 'Every database is in the selection of the backup plan, so that copies of it lie in a vault.',
  mend: 'Add the database to the selection in recovery/backup.ts.',
  find: (platform) => {
    const chosen = new Set(
      declared(platform, 'aws_backup_selection').flatMap(({ attributes }) =>
        references(attributes['resources']),
      ),
    );
    return primaries(platform)
      .filter(({ address }) => !chosen.has(address))
      .map((database) => ({ where: placeOf(database), seen: 'is in no selection of AWS Backup' }));
  },
};

const cacheSnapshots: Rule = {
  id: 'cache-keeps-snapshots',
  says: 'The cache keeps a snapshot of at least a day, so that it starts warm after a loss.',
  mend: 'Set snapshot_retention_limit of the replication group.',
  find: (platform) =>
    declared(platform, 'aws_elasticache_replication_group')
      .filter(({ attributes }) => (numberAt(attributes, 'snapshot_retention_limit') ?? 0) < 1)
      .map((cache) => ({ where: placeOf(cache), seen: 'keeps no snapshot' })),
};

const objectives: Rule = {
  id: 'backups-within-rpo',
  says: 'Backups come as often as the environment’s objectives ask: to a moment for lost data, in the other region for a lost region.',
  mend: 'Replicate the automated backups of each database to the recovery region, or promise less in objectives.',
  find: (platform) => {
    const { dataLoss, regionLoss } = platform.environment.objectives;
    const replicated = acrossRegions(platform);
    const promised = Math.min(dataLoss.rpoMinutes, regionLoss.rpoMinutes);
    const tooMuch =
      promised >= pointInTimeMinutes
        ? []
        : [
            {
              where: 'environment.objectives',
              seen: `promises ${promised} min; RDS restores to ${pointInTimeMinutes} min ago`,
            },
          ];
    const alone = primaries(platform)
      .filter(({ address }) => !replicated.some((text) => text.includes(identity(platform, address))))
      .map((database) => ({
        where: placeOf(database),
        seen: 'has no backups and no replica in the recovery region',
      }));
    return [...tooMuch, ...alone];
  },
};

const planned: Rule = {
  id: 'backup-plan-copies-daily',
  says: 'The backup plan runs at least daily, keeps monthly copies, and copies each to the recovery region.',
  mend: 'Give each rule of the plan in recovery/backup.ts its schedule and its copy_action.',
  find: (platform) => [
    ...declared(platform, 'aws_backup_plan').flatMap((plan) =>
      blocks(plan.attributes, 'rule')
        .filter((rule) => blocks(rule, 'copy_action').length === 0 || typeof rule['schedule'] !== 'string')
        .map((rule) => ({
          where: placeOf(plan),
          seen: `rule ${String(rule['rule_name'])} has no schedule or no copy in the other region`,
        })),
    ),
    ...declared(platform, 'aws_backup_plan')
      .filter(({ attributes }) => !blocks(attributes, 'rule').some(({ schedule }) => isDaily(schedule)))
      .map((plan) => ({ where: placeOf(plan), seen: 'no rule of it runs every day' })),
    ...declared(platform, 'aws_backup_vault')
      .filter((vault) => !isLocked(platform, vault))
      .map((vault) => ({
        where: placeOf(vault),
        seen: 'is not locked: whoever gets in may delete the copies',
      })),
  ],
};

const tested: Rule = {
  id: 'restores-are-tested',
  says: 'Where copies of the databases lie, AWS restores one by itself again and again.',
  mend: 'Give the state of the vault an aws_backup_restore_testing_plan, and a selection of RDS.',
  find: (platform) => {
    const plans = new Set(
      declared(platform, 'aws_backup_restore_testing_selection')
        .filter(({ attributes }) => attributes['protected_resource_type'] === 'RDS')
        .flatMap(({ state, attributes }) =>
          references(attributes['restore_testing_plan_name']).map((plan) => `${state}/${plan}`),
        ),
    );
    const states = declared(platform, 'aws_backup_restore_testing_plan')
      .filter(({ state, address }) => plans.has(`${state}/${address}`))
      .map(({ state }) => state);
    return declared(platform, 'aws_backup_vault')
      .filter(({ state }) => !states.includes(state))
      .map((vault) => ({ where: placeOf(vault), seen: 'no restore of a database from it is ever tried' }));
  },
};

const tagged: Rule = {
  id: 'backup-tags-are-set',
  says: 'Each tag by which a selection of the backup plan finds something is put on something: else the plan copies nothing, and says so to nobody.',
  mend: 'Let kubernetes/add-ons/volume-class.ts put names.backupTag on the volumes that its driver makes, or drop the selection.',
  find: (platform) => {
    const set = tagsSet(platform);
    return declared(platform, 'aws_backup_selection').flatMap((selection) =>
      tagsAsked(selection)
        .filter((tag) => !set.has(tag))
        .map((tag) => ({ where: placeOf(selection), seen: `asks for ${tag}, which nothing sets` })),
    );
  },
};

export const backupCoverageRules: readonly Rule[] = [
  retention,
  selection,
  cacheSnapshots,
  objectives,
  planned,
  tested,
  tagged,
];

/** Databases that are written to; replicas are made again from them. */
function primaries(platform: Platform): readonly Declared[] {
  return declared(platform, 'aws_db_instance').filter(
    ({ attributes }) => attributes['replicate_source_db'] === undefined,
  );
}

/** What the copies in another region name as their source, as text. */
function acrossRegions(platform: Platform): readonly string[] {
  return [
    ...declared(platform, 'aws_db_instance_automated_backups_replication').map(({ attributes }) =>
      String(attributes['source_db_instance_arn']),
    ),
    ...declared(platform, 'aws_db_instance')
      .filter(({ state }) => state === 'recovery')
      .map(({ attributes }) => String(attributes['replicate_source_db'])),
  ];
}

/** The other state knows a database by its name alone: nothing may refer across states. */
function identity(platform: Platform, address: string): string {
  const database = declared(platform, 'aws_db_instance').find((each) => each.address === address);
  const identifier = database?.attributes['identifier'];
  return typeof identifier === 'string' ? `:db:${identifier}` : address;
}

/** Two schedules of AWS: `rate(12 hours)`, and `cron(minute hour * * ? *)` for every day. */
function isDaily(schedule: unknown): boolean {
  return (
    typeof schedule === 'string' &&
    /^(rate\((1 day|\d+ (hours?|minutes))\)|cron\(\S+ \S+ (\*|\?) \* (\?|\*) \*\))$/.test(schedule)
  );
}

/** Each as `key=value`. */
function tagsAsked({ attributes }: Declared): readonly string[] {
  return blocks(attributes, 'condition')
    .flatMap((condition) => blocks(condition, 'string_equals'))
    .map(({ key, value }) => `${String(key).replace('aws:ResourceTag/', '')}=${String(value)}`);
}

/** By Terraform on what it makes, and by the driver of volumes on what a class of storage asks of it. */
function tagsSet(platform: Platform): ReadonlySet<string> {
  const ours = declared(platform)
    .filter(({ type }) => !type.startsWith('aws_backup_'))
    .flatMap(({ attributes }) => Object.entries(blocks(attributes, 'tags')[0] ?? {}))
    .map(([key, value]) => `${key}=${String(value)}`);
  const classes = Object.values(platform.manifests)
    .flat()
    .filter(({ kind }) => kind === 'StorageClass')
    .flatMap((storageClass) => Object.entries((storageClass as IStorageClass).parameters ?? {}))
    .filter(([name]) => name.startsWith('tagSpecification_'))
    .map(([, tag]) => tag);
  return new Set([...ours, ...classes]);
}

function isLocked(platform: Platform, vault: Declared): boolean {
  return declared(platform, 'aws_backup_vault_lock_configuration').some(
    ({ state, attributes }) =>
      state === vault.state &&
      (references(attributes['backup_vault_name']).includes(vault.address) ||
        attributes['backup_vault_name'] === vault.attributes['name']),
  );
}
