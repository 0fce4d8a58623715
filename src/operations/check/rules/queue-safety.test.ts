import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { queueSafetyRules } from './queue-safety.ts';

const [spread, durable, access, fed] = queueSafetyRules;
assert.ok(spread && durable && access && fed);

const cluster = (brokers: number, zones: number) => ({
  number_of_broker_nodes: brokers,
  broker_node_group_info: {
    client_subnets: Array.from({ length: zones }, (_, zone) => `\${aws_subnet.s${zone}.id}`),
  },
});

describe('brokers-spread-evenly', () => {
  it('passes a multiple of the zones, from three', () => {
    for (const [brokers, zones] of [
      [3, 3],
      [6, 3],
      [4, 2],
    ] as const) {
      assert.deepEqual(places(spread, plantedPlatform({ 'aws_msk_cluster.q': cluster(brokers, zones) })), []);
    }
  });

  it('finds the guide’s two brokers over three zones, and four', () => {
    for (const brokers of [2, 4]) {
      const [breach] = breaches(spread, plantedPlatform({ 'aws_msk_cluster.q': cluster(brokers, 3) }));
      assert.equal(breach?.seen, `${brokers} brokers over 3 zones`);
    }
  });
});

describe('events-on-two-brokers', () => {
  const settings = [
    'default.replication.factor=3',
    'min.insync.replicas = 2',
    'unclean.leader.election.enable=false',
    'auto.create.topics.enable=false',
    'allow.everyone.if.no.acl.found=false',
  ];
  const planted = (lines: readonly string[]) =>
    plantedPlatform({
      'aws_msk_configuration.c': { server_properties: lines.join('\n') },
      'aws_msk_cluster.q': { configuration_info: { arn: '${aws_msk_configuration.c.arn}' } },
    });

  it('passes the five settings', () => {
    assert.deepEqual(places(durable, planted(settings)), []);
  });

  it('finds one that is missing or another, and a cluster that is not bound', () => {
    assert.deepEqual(
      breaches(durable, planted(settings.with(1, 'min.insync.replicas=1'))).map(({ seen }) => seen),
      ['min.insync.replicas is 1, not 2'],
    );
    assert.deepEqual(places(durable, planted(settings.slice(1))), ['aws_msk_configuration.c']);
    assert.deepEqual(places(durable, plantedPlatform({ 'aws_msk_cluster.q': {} })), ['aws_msk_cluster.q']);
  });
});

describe('queue-asks-who-calls', () => {
  it('finds a queue that is open to strangers', () => {
    const authentication = (unauthenticated: boolean) => ({
      'aws_msk_cluster.q': { client_authentication: { unauthenticated, sasl: { scram: true } } },
    });
    assert.deepEqual(places(access, plantedPlatform(authentication(false))), []);
    assert.deepEqual(places(access, plantedPlatform(authentication(true))), ['aws_msk_cluster.q']);
  });
});

describe('partitions-feed-workers', () => {
  const planted = (partitions: string) =>
    plantedPlatform({ 'aws_msk_configuration.c': { server_properties: `num.partitions=${partitions}` } });

  it('finds fewer than production’s six workers, and what Kafka takes where nothing is said', () => {
    assert.deepEqual(breaches(fed, planted('6')), []);
    assert.equal(breaches(fed, planted('5'))[0]?.seen, '5 partitions for up to 6 workers');
    const silent = plantedPlatform({ 'aws_msk_configuration.c': { server_properties: '' } });
    assert.equal(breaches(fed, silent)[0]?.seen, '1 partitions for up to 6 workers');
  });
});
