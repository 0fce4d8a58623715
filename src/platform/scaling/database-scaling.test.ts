import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { midcoast } from '../midcoast.ts';

const addressesOf = (environment: Environment) =>
  new Set(midcoast(environment).states.platform.resources.map(({ address }) => address));

/** What one environment has that another has not, in order. */
function added(to: Environment): readonly string[] {
  const before = addressesOf(production);
  const after = addressesOf(to);
  assert.deepEqual([...before.difference(after)], [], 'something of the first has gone');
  return [...after.difference(before)].toSorted();
}

const alarms = (instance: string, figures: readonly string[]) =>
  figures.map((figure) => `aws_cloudwatch_metric_alarm.recovery_monitoring_${instance}_${figure}`);
const logs = (heading: string, instance: string) =>
  ['postgresql', 'upgrade'].map((log) => `aws_cloudwatch_log_group.${heading}_${instance}_${log}_log`);
const every = ['connections', 'credits', 'memory', 'processor', 'storage'];

describe('a second read replica', () => {
  it('adds an instance, its logs and its alarms, and touches nothing else', () => {
    const two = { ...production, database: { ...production.database, readReplicas: 2 } };
    assert.deepEqual(
      added(two),
      [
        'aws_db_instance.database_scaling_shard_0_replica_2',
        ...logs('database_scaling', 'midcoast_db_replica_2'),
        ...alarms('midcoast_db_replica_2', [...every, 'lag']),
      ].toSorted(),
    );
  });
});

describe('a second shard', () => {
  it('adds a database with replica, logs, alarms, and its copy in the recovery region', () => {
    assert.deepEqual(
      added({ ...production, databaseShards: 2 }),
      [
        'aws_db_instance.database_shard_1',
        'aws_db_instance.database_scaling_shard_1_replica_1',
        'aws_db_instance_automated_backups_replication.database_replication_shard_1',
        'aws_secretsmanager_secret.database_master_1',
        'aws_secretsmanager_secret_version.database_master_1_version',
        ...logs('database', 'midcoast_db_1'),
        ...logs('database_scaling', 'midcoast_db_1_replica_1'),
        ...alarms('midcoast_db_1', [...every, 'commit_latency', 'transaction_ids']),
        ...alarms('midcoast_db_1_replica_1', [...every, 'lag']),
      ].toSorted(),
    );
  });

  it('is equal to the first but for its name', () => {
    const { resources } = midcoast({ ...production, databaseShards: 2 }).states.platform;
    const [first, second] = [0, 1].map((index) => {
      const address = `aws_db_instance.database_shard_${index}`;
      const text = JSON.stringify(resources.find((resource) => resource.address === address)?.attributes);
      return text
        .replaceAll(/midcoast([-_])db([-_]1)?(?![\d])/g, 'midcoast$1db')
        .replaceAll(/database_master_\d/g, 'database_master');
    });
    assert.equal(second, first);
  });

  it('is backed up with the others', () => {
    const { resources } = midcoast({ ...production, databaseShards: 2 }).states.platform;
    const selection = resources.find(
      ({ address }) => address === 'aws_backup_selection.backup_database_selection',
    );
    assert.deepEqual(selection?.attributes['resources'], [
      '${aws_db_instance.database_shard_0.arn}',
      '${aws_db_instance.database_shard_1.arn}',
    ]);
  });
});

describe('a read replica', () => {
  it('is protected as its primary is, and has backups of its own in case it is promoted', () => {
    const { resources } = midcoast(production).states.platform;
    const replica = resources.find(({ address }) => address.endsWith('shard_0_replica_1'))?.attributes;
    assert.equal(replica?.['replicate_source_db'], '${aws_db_instance.database_shard_0.identifier}');
    assert.equal(replica?.['storage_encrypted'], true);
    assert.ok(!('kms_key_id' in replica), 'the key is its source’s');
    assert.equal(replica?.['deletion_protection'], true);
    assert.equal(replica?.['backup_retention_period'], 7);
    assert.equal(replica?.['multi_az'], false);
  });
});
