import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { environmentNames } from '../../environments/environment.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { plantedPlatform, type Planted } from '../check/test-platform.ts';
import { costOf, type CostLine } from './cost.ts';

function linesOf(planted: Planted, recovery: Planted = {}): readonly CostLine[] {
  const { headings } = costOf(plantedPlatform(planted, recovery));
  return headings.flatMap(({ lines }) => lines).filter(({ of }) => of.includes('aws_'));
}

describe('the cost of an environment', () => {
  for (const name of environmentNames) {
    it(`knows of every type that ${name} builds whether it costs`, () => {
      assert.deepEqual(costOf(midcoast(environments[name])).unclassified, []);
    });
  }

  it('says quantity and price of each line, and the day of the price', () => {
    const [gateway] = linesOf({ 'aws_nat_gateway.n': {} });
    assert.deepEqual(gateway?.monthlyUsd, { low: 730 * 0.045, high: 730 * 0.045 });
    assert.equal(gateway?.price?.unit, 'hour');
    assert.match(gateway?.price?.day ?? '', /^\d{4}-\d\d-\d\d$/);
  });

  it('counts NAT gateways and endpoints by the zone', () => {
    const endpoint = { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b', 'c'] };
    const lines = linesOf({
      'aws_nat_gateway.a': {},
      'aws_nat_gateway.b': {},
      'aws_vpc_endpoint.e': endpoint,
    });
    assert.equal(lines.filter(({ what }) => what === 'the gateway').length, 2);
    assert.equal(lines.find(({ what }) => what.includes('interface'))?.quantity?.low, 3 * 730);
  });

  it('asks nothing for the endpoint of a gateway', () => {
    assert.deepEqual(linesOf({ 'aws_vpc_endpoint.e': { vpc_endpoint_type: 'Gateway' } }), []);
  });

  it('calls unknown what has no price in its region, and leaves it out of the sum', () => {
    const planted = { 'aws_lb.l': { subnets: [] } };
    const here = costOf(plantedPlatform(planted));
    const there = costOf(plantedPlatform({}, planted));
    assert.equal(here.unknown, 0);
    assert.ok(there.unknown > 0);
    for (const { monthlyUsd, price } of linesOf({}, planted)) {
      assert.equal(price, null);
      assert.equal(monthlyUsd, null);
    }
  });

  it('calls unknown an instance class that no price is known of', () => {
    const database = { instance_class: 'db.z9.huge', allocated_storage: 20, multi_az: true };
    const [instance] = linesOf({ 'aws_db_instance.d': database });
    assert.equal(instance?.monthlyUsd, null);
  });

  it('names a type that nobody has classified, and counts it as unknown', () => {
    const cost = costOf(plantedPlatform({ 'aws_quantum_computer.q': {} }));
    assert.deepEqual(cost.unclassified, ['aws_quantum_computer']);
    assert.equal(cost.unknown, 1);
  });

  it('grows with the brokers, and with what they may grow to', () => {
    const cluster = (brokers: number) => ({
      number_of_broker_nodes: brokers,
      broker_node_group_info: {
        instance_type: 'kafka.m7g.large',
        storage_info: { ebs_storage_info: { volume_size: 100 } },
      },
    });
    const hours = (brokers: number) =>
      linesOf({ 'aws_msk_cluster.q': cluster(brokers) })[0]?.monthlyUsd?.low ?? 0;
    assert.equal(hours(6), 2 * hours(3));
  });
});
