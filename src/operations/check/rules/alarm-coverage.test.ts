import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { alarmCoverageRules } from './alarm-coverage.ts';

const [coverage, restores, reach] = alarmCoverageRules;
assert.ok(coverage && restores && reach);

const topic = {
  'aws_sns_topic.t': {},
  'aws_sns_topic_subscription.s': { topic_arn: '${aws_sns_topic.t.arn}' },
};
const alarm = { alarm_name: 'midcoast-db-cpu', alarm_actions: ['${aws_sns_topic.t.arn}'] };

describe('stateful-things-alarmed', () => {
  it('knows what an alarm watches by reference, by name, and by a node of it', () => {
    const platform = plantedPlatform({
      'aws_db_instance.d': { identifier: 'midcoast-db' },
      'aws_msk_cluster.q': { cluster_name: 'midcoast-kafka' },
      'aws_elasticache_replication_group.c': { replication_group_id: 'midcoast-redis' },
      'aws_cloudwatch_metric_alarm.a': {
        dimensions: { DBInstanceIdentifier: '${aws_db_instance.d.identifier}' },
      },
      'aws_cloudwatch_metric_alarm.b': {
        metric_query: [{ metric: { dimensions: { 'Cluster Name': 'midcoast-kafka' } } }],
      },
      'aws_cloudwatch_metric_alarm.c': { dimensions: { CacheClusterId: 'midcoast-redis-0001-001' } },
    });
    assert.deepEqual(places(coverage, platform), []);
  });

  it('finds the shard that no alarm looks at', () => {
    const platform = plantedPlatform({
      'aws_db_instance.d': { identifier: 'midcoast-db' },
      'aws_db_instance.e': { identifier: 'midcoast-db-1' },
      'aws_cloudwatch_metric_alarm.a': { dimensions: { DBInstanceIdentifier: 'midcoast-db' } },
    });
    assert.deepEqual(places(coverage, platform), ['aws_db_instance.e']);
  });
});

describe('restores-alarmed', () => {
  const tested = {
    'aws_backup_restore_testing_selection.d': { protected_resource_type: 'RDS' },
    'aws_backup_restore_testing_selection.c': { protected_resource_type: 'S3' },
  };
  const failed = (kind: string) => ({
    metric_name: 'NumberOfRestoreJobsFailed',
    dimensions: { ResourceType: kind },
  });

  it('passes where each kind is heard of, by an alarm of its own or within a sum', () => {
    const alone = {
      'aws_cloudwatch_metric_alarm.a': failed('RDS'),
      'aws_cloudwatch_metric_alarm.b': failed('S3'),
    };
    const sum = {
      'aws_cloudwatch_metric_alarm.a': {
        metric_query: [{ metric: failed('RDS') }, { metric: failed('S3') }],
      },
    };
    for (const alarms of [alone, sum]) {
      assert.deepEqual(places(restores, plantedPlatform({ ...tested, ...alarms })), []);
    }
  });

  it('finds the kind whose restore would fail unheard', () => {
    const platform = plantedPlatform({ ...tested, 'aws_cloudwatch_metric_alarm.a': failed('RDS') });
    assert.deepEqual(places(restores, platform), ['aws_backup_restore_testing_selection.c']);
  });
});

describe('alarms-reach-people', () => {
  it('passes an alarm that acts, and one that a composite repeats', () => {
    const platform = plantedPlatform({
      ...topic,
      'aws_cloudwatch_metric_alarm.a': alarm,
      'aws_cloudwatch_metric_alarm.b': { alarm_name: 'midcoast-db-disk' },
      'aws_cloudwatch_composite_alarm.c': { ...alarm, alarm_rule: 'ALARM("midcoast-db-disk")' },
    });
    assert.deepEqual(places(reach, platform), []);
  });

  it('finds an alarm that tells nobody, and a topic that nobody reads', () => {
    const silent = { ...alarm, alarm_actions: [] };
    assert.deepEqual(places(reach, plantedPlatform({ 'aws_cloudwatch_metric_alarm.a': silent })), [
      'aws_cloudwatch_metric_alarm.a',
    ]);
    const { 'aws_sns_topic_subscription.s': _, ...unread } = topic;
    const platform = plantedPlatform({ ...unread, 'aws_cloudwatch_metric_alarm.a': alarm });
    assert.deepEqual(places(reach, platform), ['aws_sns_topic.t']);
  });
});
