import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../../environments/environment.ts';
import { production } from '../../../environments/production.ts';
import { resourcesOf } from '../../document.ts';
import { State } from '../../state.ts';
import { recoveryMonitoring } from './recovery-monitoring.ts';
import { platformWatches } from './watches.ts';

const given = {
  edge: {
    loadBalancerDimension: 'app/midcoast/1',
    targetGroupDimension: 'targetgroup/m/1',
    healthCheckId: 'h-1',
  },
  cacheNodes: ['midcoast-redis-0001-001', 'midcoast-redis-0001-002'],
  vault: { name: 'midcoast-vault' },
  replication: { source: 'from', destination: 'to', rule: 'recovery-region' },
};
const shardsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, identifier: `id-${index}` }));
const watchesOf = (environment: Environment, shards = 1) =>
  platformWatches({
    ...given,
    environment,
    shards: shardsOf(shards),
    replicas: [{ name: 'midcoast-db-replica-1', identifier: 'replica' }],
  });

function built(environment: Environment, shards?: number, region = environment.region) {
  const state = new State(environment, 'platform', environment.region);
  recoveryMonitoring(state.heading('recovery-monitoring'), {
    environment,
    region,
    keys: { logs: { arn: 'arn:aws:kms:us-east-1:111122223333:key/k' } },
    vault: given.vault,
    watches: watchesOf(environment, shards),
  });
  return resourcesOf(state);
}

const resources = built(production);
const alarmsOf = (of = resources) => of.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
const pagersOf = (of: typeof resources) => of.filter(({ type }) => type === 'aws_cloudwatch_composite_alarm');
const alarm = (name: string) =>
  alarmsOf().find(({ attributes }) => attributes['alarm_name'] === name)?.attributes ?? {};

describe('midcoast-alarm', () => {
  it('is over every alarm that pages, and reaches the topic', () => {
    const [pager] = pagersOf(resources);
    assert.equal(pager?.attributes['alarm_name'], 'midcoast-alarm');
    assert.deepEqual(pager?.attributes['alarm_actions'], ['${aws_sns_topic.recovery_monitoring_topic.arn}']);
    const rule = String(pager?.attributes['alarm_rule']);
    const pages = watchesOf(production).flatMap(({ alarms }) =>
      alarms.filter(({ severity }) => severity === 'page'),
    );
    assert.equal(rule.split(' OR ').length, pages.length);
    assert.match(
      rule,
      /ALARM\("\$\{aws_cloudwatch_metric_alarm\.recovery_monitoring_service_targets\.alarm_name\}"\)/,
    );
  });

  it('has a second beside it where one cannot be over so many', () => {
    const pagers = pagersOf(built({ ...production, databaseShards: 32 }, 32));
    assert.deepEqual(
      pagers.map(({ attributes }) => attributes['alarm_name']),
      ['midcoast-alarm', 'midcoast-alarm-2'],
    );
    for (const { attributes } of pagers) {
      assert.ok(String(attributes['alarm_rule']).split(' OR ').length <= 100);
    }
  });
});

describe('the alarms', () => {
  it('either page, or send a mail themselves', () => {
    const rule = String(pagersOf(resources)[0]?.attributes['alarm_rule']);
    for (const { address, attributes } of alarmsOf()) {
      const mails = 'alarm_actions' in attributes;
      assert.notEqual(mails, rule.includes(`\${${address}.alarm_name}`), address);
    }
  });

  it('are of every broker', () => {
    const brokers = alarmsOf(built({ ...production, queue: { ...production.queue, brokers: 6 } })).length;
    assert.equal(brokers - alarmsOf().length, 3 * 4);
  });

  it('follow what the environment promises', () => {
    assert.equal(alarm('midcoast-service-errors-fast')['threshold'], 1.44);
    assert.equal(alarm('midcoast-service-latency')['threshold'], 0.25);
    assert.equal(alarm('midcoast-restore-slow')['evaluation_periods'], 60 / 5);
    assert.equal(alarm('midcoast-configuration-replication-late')['threshold'], 15 * 60);
  });

  it('take the silence of what must speak for a fault', () => {
    assert.equal(alarm('midcoast-db-connections')['treat_missing_data'], 'breaching');
    assert.equal(alarm('midcoast-service-errors-fast')['treat_missing_data'], 'notBreaching');
  });

  it('do not miss a backup before there was one, and mail when they fall silent', () => {
    const missing = alarm('midcoast-backup-missing');
    assert.equal(missing['treat_missing_data'], 'missing');
    assert.deepEqual(missing['insufficient_data_actions'], missing['alarm_actions']);
  });

  it('never look back further than CloudWatch does', () => {
    for (const { address, attributes } of alarmsOf()) {
      const [query] =
        (attributes['metric_query'] as { metric?: { period: number } }[] | undefined)?.slice(1) ?? [];
      const period = Number(attributes['period'] ?? query?.metric?.period);
      assert.ok(Number.isInteger(attributes['evaluation_periods']), address);
      assert.ok(period * Number(attributes['evaluation_periods']) <= 86_400, address);
    }
  });
});

describe('the topics', () => {
  const all = (type: string) => resources.filter((resource) => resource.type === type);

  it('are encrypted, mail to the environment’s address, and hear their own account alone', () => {
    const topics = all('aws_sns_topic');
    assert.deepEqual(
      topics
        .map(({ attributes }) => String(attributes['name']))
        .toSorted((one, other) => one.localeCompare(other)),
      ['midcoast-alarms', 'midcoast-heartbeat', 'midcoast-notices'],
    );
    for (const { address, attributes } of topics) {
      assert.ok(attributes['kms_master_key_id'], address);
      if (attributes['name'] === 'midcoast-heartbeat') continue;
      const mail = all('aws_sns_topic_subscription').find(
        (each) => each.attributes['topic_arn'] === `\${${address}.arn}`,
      );
      assert.equal(mail?.attributes['endpoint'], production.alarmEmail);
      const policy = all('aws_sns_topic_policy').find(
        (each) => each.attributes['arn'] === `\${${address}.arn}`,
      );
      assert.match(String(policy?.attributes['policy']), /"aws:SourceAccount":"111122223333"/);
    }
  });

  it('mail nobody that alerts are alive, and wake somebody when nothing says so', () => {
    const heartbeat = '${aws_sns_topic.recovery_monitoring_heartbeat.arn}';
    const subscribed = all('aws_sns_topic_subscription').map(({ attributes }) => attributes['topic_arn']);
    assert.equal(subscribed.length, 2);
    assert.ok(!subscribed.includes(heartbeat));
    const silent = alarm('midcoast-alerting-silent');
    assert.deepEqual(silent['dimensions'], { TopicName: 'midcoast-heartbeat' });
    assert.deepEqual(
      ['metric_name', 'comparison_operator', 'threshold', 'period', 'evaluation_periods'].map(
        (each) => silent[each],
      ),
      ['NumberOfMessagesPublished', 'LessThanThreshold', 1, 300, 3],
    );
    assert.equal(silent['treat_missing_data'], 'breaching');
    assert.match(String(pagersOf(resources)[0]?.attributes['alarm_rule']), /alerting_silent/);
  });

  it('hear signs of life where the cluster is, and in the other region none', () => {
    const elsewhere = built(production, 1, production.recoveryRegion);
    const named = elsewhere.filter(({ attributes }) => attributes['name'] === 'midcoast-heartbeat');
    assert.deepEqual(named, []);
  });

  it('keep what wakes from what is read in the morning: the alarm over all is alone on its own', () => {
    const alarms = '${aws_sns_topic.recovery_monitoring_topic.arn}';
    const tellers = resources
      .filter(({ type }) => !type.startsWith('aws_sns_') && type !== 'aws_cloudwatch_dashboard')
      .filter(({ attributes }) => JSON.stringify(attributes).includes(alarms))
      .map(({ address }) => address);
    assert.deepEqual(tellers, ['aws_cloudwatch_composite_alarm.recovery_monitoring_alarm']);
    const policy = all('aws_sns_topic_policy').find(({ attributes }) => attributes['arn'] === alarms);
    assert.doesNotMatch(String(policy?.attributes['policy']), /backup|rds/);
  });
});

describe('the dashboard', () => {
  type Widget = { type: string; x: number; y: number; width: number; height: number; properties: object };
  const body = JSON.parse(
    String(resources.find(({ type }) => type === 'aws_cloudwatch_dashboard')?.attributes['dashboard_body']),
  ) as { widgets: Widget[] };

  it('has the guide’s four words as its parts', () => {
    const titles = body.widgets
      .filter(({ type }) => type === 'text')
      .map(({ properties }) => JSON.stringify(properties));
    for (const word of ['Service health', 'error rates', 'Resource usage', 'Recovery time']) {
      assert.ok(
        titles.some((title) => title.includes(word)),
        word,
      );
    }
  });

  it('lays no graph over another, and none beyond the edge', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of body.widgets) {
      assert.ok(x + width <= 24);
      for (let column = x; column < x + width; column += 1) {
        for (let row = y; row < y + height; row += 1) {
          assert.ok(!taken.has(`${column},${row}`), `${column},${row}`);
          taken.add(`${column},${row}`);
        }
      }
    }
  });

  it('gives the parts of a computed figure names of their own on a graph', () => {
    const graphs = body.widgets.filter(({ type }) => type === 'metric');
    for (const { properties } of graphs) {
      const { metrics } = properties as { metrics: unknown[][] };
      const ids = metrics.map((line) => (line.at(-1) as { id?: string }).id).filter((id) => id !== undefined);
      assert.equal(new Set(ids).size, ids.length);
    }
  });
});
