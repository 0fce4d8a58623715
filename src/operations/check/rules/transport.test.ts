import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { transportRules } from './transport.ts';

const [transit, database, buckets] = transportRules;
assert.ok(transit && database && buckets);

describe('tls-everywhere', () => {
  it('finds a cache that only prefers TLS, and a queue in the clear', () => {
    const platform = plantedPlatform({
      'aws_elasticache_replication_group.c': {
        transit_encryption_enabled: true,
        transit_encryption_mode: 'preferred',
      },
      'aws_msk_cluster.q': {
        encryption_info: { encryption_in_transit: { client_broker: 'TLS_PLAINTEXT', in_cluster: true } },
      },
    });
    assert.deepEqual(places(transit, platform), ['aws_elasticache_replication_group.c', 'aws_msk_cluster.q']);
  });

  it('passes a listener that sends 80 to 443, and finds an old policy', () => {
    const redirect = { protocol: 'HTTP', default_action: { redirect: { protocol: 'HTTPS' } } };
    const secure = { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' };
    const platform = plantedPlatform({
      'aws_lb_listener.a': redirect,
      'aws_lb_listener.b': secure,
      'aws_lb_listener.c': { ...secure, ssl_policy: 'ELBSecurityPolicy-2016-08' },
      'aws_lb_listener.d': { protocol: 'HTTP' },
    });
    assert.deepEqual(places(transit, platform), ['aws_lb_listener.c', 'aws_lb_listener.d']);
  });
});

describe('database-asks-for-tls', () => {
  it('finds a database whose parameter group does not', () => {
    const planted = (value: string) =>
      plantedPlatform({
        'aws_db_instance.d': { parameter_group_name: '${aws_db_parameter_group.g.name}' },
        'aws_db_parameter_group.g': { parameter: [{ name: 'rds.force_ssl', value }] },
      });
    assert.deepEqual(places(database, planted('1')), []);
    assert.deepEqual(places(database, planted('0')), ['aws_db_instance.d']);
  });
});

describe('buckets-ask-for-tls', () => {
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*' };
  const planted = (Condition: object) =>
    plantedPlatform({
      'aws_s3_bucket.b': {},
      'aws_s3_bucket_policy.b': {
        bucket: '${aws_s3_bucket.b.id}',
        policy: JSON.stringify({ Statement: [{ ...statement, Condition }] }),
      },
    });

  it('finds a bucket whose policy does not', () => {
    assert.deepEqual(places(buckets, planted({ Bool: { 'aws:SecureTransport': 'false' } })), []);
    assert.deepEqual(places(buckets, planted({})), ['aws_s3_bucket.b']);
  });
});
