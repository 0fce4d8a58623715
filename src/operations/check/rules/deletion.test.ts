import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { deletionRules } from './deletion.ts';

const [protection, required, zones] = deletionRules;
assert.ok(protection && required && zones);

describe('deletion-refused', () => {
  const database = { deletion_protection: true, skip_final_snapshot: false };

  it('finds a database that may be deleted, and one that leaves no snapshot', () => {
    assert.deepEqual(places(protection, plantedPlatform({ 'aws_db_instance.d': database })), []);
    for (const change of [{ deletion_protection: false }, { skip_final_snapshot: true }]) {
      const platform = plantedPlatform({ 'aws_db_instance.d': { ...database, ...change } });
      assert.deepEqual(places(protection, platform), ['aws_db_instance.d']);
    }
  });

  it('asks nothing of an environment that may be thrown away', () => {
    const platform = plantedPlatform({ 'aws_db_instance.d': {} }, {}, { deletionProtection: false });
    assert.deepEqual(places(protection, platform), []);
  });

  it('finds a key and a secret that are gone too soon', () => {
    const platform = plantedPlatform({
      'aws_kms_key.k': { deletion_window_in_days: 7 },
      'aws_secretsmanager_secret.s': { recovery_window_in_days: 0 },
    });
    assert.deepEqual(
      breaches(protection, platform).map(({ seen }) => seen),
      ['deletion_window_in_days is 7, not 30', 'recovery_window_in_days is 0, not at least 7'],
    );
  });
});

describe('production-is-protected', () => {
  it('finds production without protection, and says nothing of staging', () => {
    const unprotected = { deletionProtection: false };
    assert.equal(places(required, plantedPlatform({}, {}, unprotected)).length, 1);
    assert.deepEqual(places(required, plantedPlatform({}, {}, { ...unprotected, name: 'staging' })), []);
  });
});

describe('a-zone-may-be-lost', () => {
  it('finds a database in one zone, and a cache without replicas', () => {
    const cache = { multi_az_enabled: true, automatic_failover_enabled: true, replicas_per_node_group: 0 };
    const platform = plantedPlatform({
      'aws_db_instance.d': { multi_az: false },
      'aws_elasticache_replication_group.c': cache,
    });
    assert.deepEqual(places(zones, platform), ['aws_db_instance.d', 'aws_elasticache_replication_group.c']);
  });
});
