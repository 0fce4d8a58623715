import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { breaches, places, plantedPlatform, type Planted } from '../test-platform.ts';
import { backupCoverageRules } from './backup-coverage.ts';

const [retention, selection, snapshots, objectives, planned, tested, tagged] = backupCoverageRules;
assert.ok(retention && selection && snapshots && objectives && planned && tested && tagged);

const database = { identifier: 'midcoast-db', backup_retention_period: 30 };
const planted = (changes: object): Planted => ({ 'aws_db_instance.main': { ...database, ...changes } });

describe('databases-restore-to-a-moment', () => {
  it('finds a database that keeps less than is promised, and leaves replicas alone', () => {
    assert.deepEqual(places(retention, plantedPlatform(planted({}))), []);
    assert.equal(
      breaches(retention, plantedPlatform(planted({ backup_retention_period: 7 })))[0]?.seen,
      'keeps 7 days, not 30',
    );
    const replica = { replicate_source_db: 'x', backup_retention_period: 0 };
    assert.deepEqual(places(retention, plantedPlatform({ 'aws_db_instance.r': replica })), []);
  });
});

describe('databases-in-the-backup-plan', () => {
  it('finds the shard that the selection forgot', () => {
    const platform = plantedPlatform({
      'aws_db_instance.main': database,
      'aws_db_instance.main_1': database,
      'aws_backup_selection.s': { resources: ['${aws_db_instance.main.arn}'] },
    });
    assert.deepEqual(places(selection, platform), ['aws_db_instance.main_1']);
  });
});

describe('cache-keeps-snapshots', () => {
  it('finds a cache without', () => {
    const platform = plantedPlatform({
      'aws_elasticache_replication_group.a': { snapshot_retention_limit: 1 },
      'aws_elasticache_replication_group.b': {},
    });
    assert.deepEqual(places(snapshots, platform), ['aws_elasticache_replication_group.b']);
  });
});

describe('backups-within-rpo', () => {
  const copy = { source_db_instance_arn: 'arn:aws:rds:us-east-1:111122223333:db:midcoast-db' };

  it('passes backups that are replicated to the other region', () => {
    const platform = plantedPlatform(planted({}), {
      'aws_db_instance_automated_backups_replication.r': copy,
    });
    assert.deepEqual(places(objectives, platform), []);
  });

  it('finds a database that stays alone in its region', () => {
    assert.deepEqual(places(objectives, plantedPlatform(planted({}))), ['aws_db_instance.main']);
  });

  it('finds a promise that RDS cannot keep', () => {
    const environment = {
      objectives: { ...production.objectives, dataLoss: { rpoMinutes: 1, rtoMinutes: 60 } },
    };
    assert.deepEqual(places(objectives, plantedPlatform({}, {}, environment)), ['environment.objectives']);
  });
});

describe('backup-plan-copies-daily', () => {
  const rule = {
    rule_name: 'daily',
    schedule: 'cron(0 5 * * ? *)',
    copy_action: { destination_vault_arn: 'x' },
  };
  const vault = {
    'aws_backup_vault.v': { name: 'midcoast-vault' },
    'aws_backup_vault_lock_configuration.l': { backup_vault_name: '${aws_backup_vault.v.name}' },
  };

  it('passes a daily rule with a copy, into a locked vault', () => {
    assert.deepEqual(
      places(planned, plantedPlatform({ ...vault, 'aws_backup_plan.p': { rule: [rule] } })),
      [],
    );
  });

  it('finds a rule without a copy, a plan that is only monthly, and an open vault', () => {
    const { copy_action: _, ...kept } = rule;
    assert.deepEqual(places(planned, plantedPlatform({ 'aws_backup_plan.p': { rule: [kept] } })), [
      'aws_backup_plan.p',
    ]);
    const monthly = { ...rule, schedule: 'cron(0 5 1 * ? *)' };
    assert.deepEqual(places(planned, plantedPlatform({ 'aws_backup_plan.p': { rule: [monthly] } })), [
      'aws_backup_plan.p',
    ]);
    assert.deepEqual(places(planned, plantedPlatform({ 'aws_backup_vault.v': {} })), ['aws_backup_vault.v']);
  });
});

describe('restores-are-tested', () => {
  it('finds a vault whose databases are never restored for a test', () => {
    const planted = (kind: string): Planted => ({
      'aws_backup_vault.v': {},
      'aws_backup_restore_testing_plan.p': {},
      'aws_backup_restore_testing_selection.s': {
        protected_resource_type: kind,
        restore_testing_plan_name: '${aws_backup_restore_testing_plan.p.name}',
      },
    });
    assert.deepEqual(places(tested, plantedPlatform(planted('RDS'))), []);
    assert.deepEqual(places(tested, plantedPlatform(planted('S3'))), ['aws_backup_vault.v']);
    assert.deepEqual(places(tested, plantedPlatform(planted('RDS'), { 'aws_backup_vault.v': {} })), [
      'recovery: aws_backup_vault.v',
    ]);
  });
});

describe('backup-tags-are-set', () => {
  const asking = plantedPlatform({
    'aws_backup_selection.s': {
      resources: ['arn:aws:ec2:us-east-1:111122223333:volume/*'],
      condition: [{ string_equals: [{ key: 'aws:ResourceTag/midcoast:backup', value: 'daily' }] }],
    },
  });
  const storageClass = (tag: string) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'midcoast-gp3' },
    parameters: { tagSpecification_1: tag },
  });
  const withClass = (tag: string) => ({ ...asking, manifests: { 'add-ons': [storageClass(tag)] } });

  it('finds a selection by a tag that no volume and no resource bears', () => {
    assert.equal(breaches(tagged, asking)[0]?.seen, 'asks for midcoast:backup=daily, which nothing sets');
    assert.deepEqual(places(tagged, withClass('midcoast:backup=weekly')), ['aws_backup_selection.s']);
  });

  it('passes where the class of volumes sets it', () => {
    assert.deepEqual(places(tagged, withClass('midcoast:backup=daily')), []);
    assert.deepEqual(places(tagged, midcoast(production)), []);
  });

  it('finds that the driver of production forgot it', () => {
    const platform = midcoast(production);
    assert.deepEqual(places(tagged, { ...platform, manifests: {} }), [
      'aws_backup_selection.backup_volumes_selection',
    ]);
  });
});
