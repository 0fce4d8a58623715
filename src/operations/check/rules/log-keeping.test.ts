import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { logKeepingRules } from './log-keeping.ts';

const [kept, logged, trail, undeletable] = logKeepingRules;
assert.ok(kept && logged && trail && undeletable);

describe('logs-kept-a-year', () => {
  it('finds a month, and passes a year and for ever', () => {
    const platform = plantedPlatform({
      'aws_cloudwatch_log_group.a': { retention_in_days: 365 },
      'aws_cloudwatch_log_group.b': { retention_in_days: 30 },
      'aws_cloudwatch_log_group.c': { retention_in_days: 0 },
    });
    assert.deepEqual(places(kept, platform), ['aws_cloudwatch_log_group.b']);
  });
});

describe('everything-writes-a-log', () => {
  it('says which logs the cluster lacks', () => {
    const platform = plantedPlatform({
      'aws_eks_cluster.c': { enabled_cluster_log_types: ['api', 'audit', 'authenticator'] },
    });
    assert.deepEqual(breaches(logged, platform), [
      { where: 'aws_eks_cluster.c', seen: 'does not write controllerManager, scheduler' },
    ]);
  });

  it('finds a network without a flow log, and a firewall that writes nothing', () => {
    const platform = plantedPlatform({ 'aws_vpc.v': {}, 'aws_wafv2_web_acl.w': {} });
    assert.deepEqual(places(logged, platform), ['aws_vpc.v', 'aws_wafv2_web_acl.w']);
    const flow = { 'aws_vpc.v': {}, 'aws_flow_log.f': { vpc_id: '${aws_vpc.v.id}' } };
    assert.deepEqual(places(logged, plantedPlatform(flow)), []);
  });
});

describe('calls-are-recorded', () => {
  it('finds that there is no trail, and one whose files cannot be proved', () => {
    assert.deepEqual(places(trail, plantedPlatform({})), ['platform']);
    const loose = { is_multi_region_trail: true, enable_log_file_validation: false };
    assert.deepEqual(places(trail, plantedPlatform({ 'aws_cloudtrail.t': loose })), ['aws_cloudtrail.t']);
  });
});

describe('logs-cannot-be-deleted', () => {
  const planted = (statement: object) =>
    plantedPlatform({
      'aws_s3_bucket.logs': {},
      'aws_cloudtrail.t': { s3_bucket_name: '${aws_s3_bucket.logs.id}' },
      'aws_s3_bucket_policy.p': {
        bucket: '${aws_s3_bucket.logs.id}',
        policy: JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', ...statement }] }),
      },
    });
  const Action = ['s3:DeleteObject', 's3:DeleteObjectVersion'];

  it('passes a bucket whose policy refuses everybody', () => {
    assert.deepEqual(places(undeletable, planted({ Action })), []);
  });

  it('finds versions that may be deleted, and a refusal that only holds sometimes', () => {
    assert.deepEqual(places(undeletable, planted({ Action: 's3:DeleteObject' })), ['aws_cloudtrail.t']);
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
    assert.deepEqual(places(undeletable, planted({ Action, Condition })), ['aws_cloudtrail.t']);
  });
});
