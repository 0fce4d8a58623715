import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { encryptionRules } from './encryption.ts';

const [ownKey, rotation, buckets] = encryptionRules;
assert.ok(ownKey && rotation && buckets);

describe('encrypted-with-our-key', () => {
  const database = {
    identifier: 'midcoast-db',
    storage_encrypted: true,
    kms_key_id: '${aws_kms_key.k_database.arn}',
  };

  it('passes a database with our key, and its replica in the same region', () => {
    const replica = { replicate_source_db: '${aws_db_instance.database_main.identifier}' };
    const platform = plantedPlatform({
      'aws_db_instance.database_main': database,
      'aws_db_instance.d_replica': replica,
    });
    assert.deepEqual(places(ownKey, platform), []);
  });

  it('finds a key that AWS chooses, and encryption that is off', () => {
    const { kms_key_id: _, ...keyless } = database;
    assert.deepEqual(places(ownKey, plantedPlatform({ 'aws_db_instance.d': keyless })), [
      'aws_db_instance.d',
    ]);
    const off = plantedPlatform({}, { 'aws_db_instance.d': { ...database, storage_encrypted: false } });
    assert.deepEqual(places(ownKey, off), ['recovery: aws_db_instance.d']);
  });

  it('knows a key of the other state by its alias', () => {
    const copy = (alias: string) =>
      plantedPlatform({
        'aws_db_instance_automated_backups_replication.r': {
          kms_key_id: `arn:aws:kms:us-west-2:111122223333:alias/${alias}`,
        },
      });
    assert.deepEqual(places(ownKey, copy('midcoast-database')), []);
    assert.equal(places(ownKey, copy('aws/rds')).length, 1);
  });

  it('finds a log group under a key that is named by text', () => {
    const platform = plantedPlatform({ 'aws_cloudwatch_log_group.g': { kms_key_id: 'alias/aws/logs' } });
    assert.deepEqual(places(ownKey, platform), ['aws_cloudwatch_log_group.g']);
  });
});

describe('keys-rotate', () => {
  it('finds a key that stays the same', () => {
    const platform = plantedPlatform({ 'aws_kms_key.a': { enable_key_rotation: true }, 'aws_kms_key.b': {} });
    assert.deepEqual(places(rotation, platform), ['aws_kms_key.b']);
  });
});

describe('buckets-closed', () => {
  const bucket = '${aws_s3_bucket.logs.id}';
  const all = {
    'aws_s3_bucket.logs': {},
    'aws_s3_bucket_public_access_block.logs': {
      bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
    'aws_s3_bucket_versioning.logs': { bucket, versioning_configuration: { status: 'Enabled' } },
    'aws_s3_bucket_server_side_encryption_configuration.logs': { bucket },
  };

  it('passes a bucket with its three companions', () => {
    assert.deepEqual(places(buckets, plantedPlatform(all)), []);
  });

  it('finds each that is missing', () => {
    const { 'aws_s3_bucket_versioning.logs': _, ...unversioned } = all;
    assert.deepEqual(places(buckets, plantedPlatform(unversioned)), ['aws_s3_bucket.logs']);
    assert.equal(places(buckets, plantedPlatform({ 'aws_s3_bucket.logs': {} })).length, 3);
  });
});
