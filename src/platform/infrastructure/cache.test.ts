import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { resourcesOf } from '../document.ts';
import { cacheScaling } from '../scaling/cache-scaling.ts';
import { State } from '../state.ts';
import { cache } from './cache.ts';

const key = { arn: 'arn:aws:kms:us-east-1:111122223333:key/k' };

function built(shards = production.cache.shards) {
  const environment = { ...production, cache: { ...production.cache, shards } };
  const state = new State(environment, 'platform', environment.region);
  cache(state.heading('cache'), {
    environment,
    subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
    groups: { cache: { id: 'sg-1' } },
    keys: { cache: key, logs: key },
    scaling: cacheScaling(environment),
  });
  return resourcesOf(state);
}

const attributesOf = (address: string, shards?: number) =>
  built(shards).find((resource) => resource.address === address)?.attributes ?? {};
const group = (shards?: number) => attributesOf('aws_elasticache_replication_group.cache_redis', shards);

describe('the cache', () => {
  it('has the names and sizes of the guide', () => {
    const { replication_group_id: name, engine, node_type: node, num_node_groups: shards } = group();
    assert.deepEqual([name, engine, node, shards], ['midcoast-redis', 'redis', 'cache.t3.micro', 3]);
  });

  it('survives the loss of a zone, talks TLS alone, and is encrypted with our key', () => {
    const attributes = group();
    const expected = {
      replicas_per_node_group: 1,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      cluster_mode: 'enabled',
      transit_encryption_enabled: true,
      transit_encryption_mode: 'required',
      at_rest_encryption_enabled: 'true',
      kms_key_id: key.arn,
      snapshot_retention_limit: 7,
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((name) => [name, attributes[name]])),
      expected,
    );
  });

  it('lets in nobody who has not said who they are', () => {
    const nobody = attributesOf('aws_elasticache_user.cache_default_user');
    assert.equal(nobody['user_name'], 'default');
    assert.equal(nobody['access_string'], 'off -@all');
    const app = attributesOf('aws_elasticache_user.cache_app_user');
    assert.deepEqual(app['authentication_mode'], { type: 'iam' });
    assert.equal(app['user_id'], app['user_name']);
    assert.match(String(app['access_string']), /-@dangerous/);
    assert.equal('auth_token' in group(), false);
  });

  it('takes another shard as one value more', () => {
    assert.equal(group(4)['num_node_groups'], 4);
    assert.equal(built(4).length, built(3).length);
  });

  it('names its nodes as ElastiCache does', () => {
    assert.deepEqual(cacheScaling({ ...production, cache: { ...production.cache, shards: 1 } }).nodeIds, [
      'midcoast-redis-0001-001',
      'midcoast-redis-0001-002',
    ]);
  });
});
