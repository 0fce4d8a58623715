import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

  it('counts what a backup plan keeps, by what its selections choose, here and in the recovery region', () => {
    const rule = (schedule: string, days: number) => ({
      schedule,
      lifecycle: { delete_after: days },
      copy_action: [{ lifecycle: { delete_after: days } }],
    });
    const lines = linesOf({
      'aws_backup_plan.p': { rule: [rule('cron(0 5 * * ? *)', 30), rule('cron(0 4 1 * ? *)', 365)] },
      'aws_backup_plan.c': { rule: [rule('cron(0 6 * * ? *)', 35)] },
      'aws_backup_selection.d': {
        plan_id: '${aws_backup_plan.p.id}',
        resources: ['${aws_db_instance.d.arn}'],
      },
      'aws_backup_selection.b': {
        plan_id: '${aws_backup_plan.c.id}',
        resources: ['${aws_s3_bucket.b.arn}'],
      },
    });
    const ofPlan = (name: string) => lines.filter(({ of }) => of === `aws_backup_plan.${name}`);
    const [here, there, way] = ofPlan('p');
    assert.equal(here?.what, 'databases: 30 dailies and 12 monthlies here');
    assert.equal(there?.what, 'databases: 30 dailies and 12 monthlies in the recovery region');
    // The first point whole, 29 of a day’s changes, 12 of a month’s.
    const { allocatedGiB } = environments.production.database;
    const stored = allocatedGiB * (1 + 29 * 0.005 + 12 * 0.15);
    assert.ok(Math.abs((there?.quantity?.low ?? 0) - stored) < 1e-9);
    assert.ok((there?.monthlyUsd?.low ?? 0) > 0);
    assert.ok((way?.monthlyUsd?.low ?? 0) > 0);
    assert.deepEqual(
      ofPlan('c').map(({ what, monthlyUsd }) => [what.split(':')[0], monthlyUsd === null]),
      [
        ['configuration in S3', true],
        ['configuration in S3', true],
        ['configuration in S3', false],
      ],
    );
  });

  it('leaves no selection of a real plan without a price or the word unknown', () => {
    const platform = midcoast(environments.production);
    const bill = costOf(platform).headings.flatMap(({ lines }) => lines);
    const kept = bill.filter(
      ({ of, what }) => of.startsWith('aws_backup_plan') && what.includes('recovery region'),
    );
    assert.deepEqual(kept.map(({ what }) => what.split(':')[0] ?? '').toSorted(), [
      'configuration in S3',
      'databases',
      'volumes',
    ]);
  });

  it('agrees with decision 015 on the way into the network', async () => {
    const bill = costOf(midcoast(environments.production)).headings.flatMap(({ lines }) => lines);
    const [machine, disk] = bill.filter(({ of }) => of.startsWith('aws_autoscaling_group'));
    const root = join(import.meta.dirname, '../../..');
    const decision = await readFile(join(root, 'docs/decisions/015-private-api.md'), 'utf8');
    const [, instance, volume] = /\(instance ([\d.]+), disk ([\d.]+)\)/.exec(decision) ?? [];
    assert.deepEqual(
      [machine, disk].map((line) => line?.monthlyUsd?.high.toFixed(2)),
      [instance, volume],
    );
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
