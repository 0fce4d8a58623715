import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Network } from '../../../environments/environment.ts';
import { production } from '../../../environments/production.ts';
import { resourcesOf, type Resource } from '../../document.ts';
import { State } from '../../state.ts';
import { networkEndpoints } from './endpoints.ts';
import { network } from './network.ts';

function built(ranges: Network): readonly Resource[] {
  const { region } = production;
  const state = new State(production, 'platform', region);
  const heading = state.heading('network');
  const place = { environment: production, region };
  const handles = network(heading, {
    ...place,
    name: 'midcoast-vpc',
    clusterName: 'midcoast-cluster',
    network: ranges,
    keys: { logs: { arn: 'key-of-logs' } },
  });
  networkEndpoints(heading, { ...place, network: handles, groups: { endpoints: { id: 'group' } } });
  return resourcesOf(state);
}

const resources = built(production.network);
const all = (type: string, among = resources) => among.filter((each) => each.type === type);
const only = (type: string) => {
  const [found] = all(type);
  assert.ok(found, type);
  return found.attributes;
};

describe('the network', () => {
  it('is the guide’s: its name, its range, three zones by id, nothing with a public address by itself', () => {
    const { cidr_block, enable_dns_hostnames, tags } = only('aws_vpc');
    assert.deepEqual([cidr_block, enable_dns_hostnames], ['10.0.0.0/16', true]);
    assert.deepEqual(tags, { Name: 'midcoast-vpc' });
    const subnets = all('aws_subnet').map(({ attributes }) => attributes);
    assert.deepEqual(subnets.map(({ cidr_block: range }) => String(range)).toSorted(), [
      '10.0.1.0/24',
      '10.0.101.0/24',
      '10.0.102.0/24',
      '10.0.103.0/24',
      '10.0.2.0/24',
      '10.0.3.0/24',
    ]);
    assert.ok(subnets.every((subnet) => subnet['map_public_ip_on_launch'] === false));
    assert.ok(subnets.every((subnet) => String(subnet['availability_zone_id']).startsWith('use1-az')));
  });

  it('leads each private subnet out by the NAT gateway of its own zone', () => {
    assert.equal(all('aws_nat_gateway').length, 3);
    for (const zone of ['use1_az1', 'use1_az2', 'use1_az4']) {
      const route = resources.find(({ address }) => address === `aws_route.network_private_default_${zone}`);
      assert.match(String(route?.attributes['nat_gateway_id']), new RegExp(`nat_${zone}`));
      assert.match(String(route?.attributes['route_table_id']), new RegExp(`private_routes_${zone}`));
    }
  });

  it('shares one NAT gateway, and the endpoints of its zone, where the environment says so', () => {
    const single = built({ ...production.network, natGateways: 'single' });
    assert.equal(all('aws_nat_gateway', single).length, 1);
    assert.equal(all('aws_route', single).length, 4);
    const endpoints = all('aws_vpc_endpoint', single).filter(({ attributes }) => 'subnet_ids' in attributes);
    assert.ok(endpoints.every(({ attributes }) => (attributes['subnet_ids'] as unknown[]).length === 1));
  });

  it('changes nothing of three zones when a fourth comes', () => {
    const four = built({
      ...production.network,
      zones: { 'use1-az6': 4, ...production.network.zones },
    });
    const byAddress = new Map(four.map(({ address, attributes }) => [address, attributes]));
    // Endpoints stand in every zone: they get a subnet more, and keep the others.
    const fixed = resources.filter(({ type }) => type !== 'aws_vpc_endpoint');
    for (const { address, attributes } of fixed)
      assert.deepEqual(byAddress.get(address), attributes, address);
  });

  it('leaves the default group without rules, so that nothing is reached by carelessness', () => {
    const group = only('aws_default_security_group');
    assert.deepEqual([group['ingress'], group['egress']], [undefined, undefined]);
  });

  it('records every connection for a year, encrypted with our key', () => {
    assert.equal(only('aws_flow_log')['traffic_type'], 'ALL');
    const { kms_key_id, retention_in_days } = only('aws_cloudwatch_log_group');
    assert.deepEqual([kms_key_id, retention_in_days], ['key-of-logs', 365]);
  });
});

describe('the endpoints', () => {
  it('let through nobody of another account, but for what is read in nobody’s name', () => {
    for (const { address, attributes } of all('aws_vpc_endpoint')) {
      const { Statement } = JSON.parse(String(attributes['policy'])) as {
        Statement: { Sid: string; Action: string[]; Condition: { StringEquals: Record<string, string> } }[];
      };
      const [ours, ...others] = Statement;
      assert.deepEqual(ours?.Condition.StringEquals, { 'aws:PrincipalAccount': '111122223333' }, address);
      for (const { Action, Condition } of others) {
        assert.equal(Action.length, 1, address);
        assert.ok('aws:SourceVpc' in Condition.StringEquals, address);
      }
    }
  });

  it('let layers of images be read from whichever bucket a registry sends us to, and nothing be written there', () => {
    const gateway = all('aws_vpc_endpoint').find(
      ({ attributes }) => attributes['vpc_endpoint_type'] === 'Gateway',
    );
    const { Statement } = JSON.parse(String(gateway?.attributes['policy'])) as {
      Statement: { Sid: string; Action: string[]; Resource: string[] }[];
    };
    assert.deepEqual(
      Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        ['OurAccount', ['*'], ['*']],
        ['Reading', ['s3:GetObject'], ['*']],
      ],
    );
  });

  it('take the names of AWS over, so that no program has to know of them', () => {
    const inner = all('aws_vpc_endpoint').filter(
      ({ attributes }) => attributes['vpc_endpoint_type'] === 'Interface',
    );
    assert.equal(inner.length, 10);
    assert.ok(inner.every(({ attributes }) => attributes['private_dns_enabled'] === true));
  });
});
