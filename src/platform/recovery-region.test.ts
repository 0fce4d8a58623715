import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../environments/production.ts';
import { staging } from '../environments/staging.ts';
import { midcoast } from './midcoast.ts';

const { recovery, platform } = midcoast(production).states;
const ofType = (type: string, state = recovery) =>
  state.resources.filter((resource) => resource.type === type);

describe('the recovery region', () => {
  it('lies elsewhere and keeps its state there', () => {
    assert.equal(recovery.region, 'us-west-2');
    assert.match(JSON.stringify(recovery.documents['main']), /midcoast-state-111122223333-us-west-2/);
    assert.doesNotMatch(JSON.stringify(recovery.documents['main']), /us-east-1/);
  });

  it('can be planned while the first is gone: it reads nothing of it, and asks nothing in it', () => {
    const documents = Object.values(recovery.documents);
    assert.ok(documents.every((document) => !('data' in document)));
    assert.deepEqual(
      recovery.resources.filter(({ attributes }) => /:us-east-1:/.test(JSON.stringify(attributes))),
      [],
    );
  });

  it('has every key by the alias that the platform copies to', () => {
    const aliases = new Set(ofType('aws_kms_alias').map(({ attributes }) => attributes['name']));
    const wanted = JSON.stringify(platform.resources).matchAll(/us-west-2:111122223333:(alias\/[\w-]+)/g);
    const replicas = ofType('aws_secretsmanager_secret', platform)
      .flatMap(({ attributes }) => (attributes['replica'] ?? []) as { kms_key_id: string; region: string }[])
      .map((replica) => replica.kms_key_id);
    const used = [...[...wanted].map(([, alias]) => alias), ...replicas];
    assert.ok(used.length >= 4, used.join());
    assert.deepEqual(
      used.filter((alias) => !aliases.has(alias)),
      [],
    );
  });

  it('has the bucket and the vault that the platform copies to', () => {
    const [destination] = JSON.stringify(
      ofType('aws_s3_bucket_replication_configuration', platform),
    ).matchAll(/arn:aws:s3:::([\w-]+)/g);
    const buckets = ofType('aws_s3_bucket').map(({ attributes }) => attributes['bucket']);
    assert.ok(buckets.includes(destination?.[1]), destination?.[1]);
    assert.equal(ofType('aws_backup_vault')[0]?.attributes['name'], 'midcoast-vault');
    assert.equal(ofType('aws_backup_vault_lock_configuration')[0]?.attributes['changeable_for_days'], 3);
  });

  it('has where a database lands, and tests each week that a copy can be restored', () => {
    assert.equal(ofType('aws_db_subnet_group').length, 1);
    assert.equal(ofType('aws_db_parameter_group').length, 1);
    assert.equal(ofType('aws_backup_restore_testing_plan').length, 1);
  });

  it('takes images under a key of ours where the account holds them', () => {
    assert.equal(ofType('aws_ecr_repository')[0]?.attributes['name'], 'midcoast-app');
    assert.deepEqual(ofType('aws_ecr_repository', midcoast(staging).states.recovery), []);
  });

  it('gives no role a name that the platform gives', () => {
    const namesOf = (state: typeof recovery) =>
      ofType('aws_iam_role', state).map(({ attributes }) => attributes['name']);
    const taken = new Set(namesOf(platform));
    assert.deepEqual(
      namesOf(recovery).filter((name) => taken.has(name)),
      [],
    );
  });
});

describe('the copies of the databases', () => {
  it('are asked for in the region that receives, once the database is there', () => {
    const [copy] = ofType('aws_db_instance_automated_backups_replication', platform);
    assert.equal(copy?.attributes['provider'], 'aws.recovery');
    assert.equal(
      copy?.attributes['source_db_instance_arn'],
      'arn:aws:rds:us-east-1:111122223333:db:midcoast-db',
    );
    assert.deepEqual(copy?.attributes['depends_on'], ['aws_db_instance.database_shard_0']);
    assert.equal(copy?.attributes['retention_period'], production.database.backupDays);
  });
});
