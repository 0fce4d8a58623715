import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { networkGraphRules } from './network-graph.ts';

const [ingress, egress, everyProtocol, oneTable, emptyDefault] = networkGraphRules;
assert.ok(ingress && egress && everyProtocol && oneTable && emptyDefault);

const edge = '${aws_security_group.network_security_edge_group.id}';
const nodes = '${aws_security_group.network_security_nodes_group.id}';
const groups = {
  'aws_security_group.network_security_edge_group': { name: 'midcoast-edge' },
  'aws_security_group.network_security_nodes_group': { name: 'midcoast-nodes' },
};
const tcp = (port: number) => ({ ip_protocol: 'tcp', from_port: port, to_port: port });

describe('one-open-door', () => {
  const find = (rule: object) =>
    places(ingress, plantedPlatform({ ...groups, 'aws_vpc_security_group_ingress_rule.r': { ...rule } }));

  it('lets the internet in on 443 of the edge, and groups in anywhere', () => {
    assert.deepEqual(find({ security_group_id: edge, cidr_ipv4: '0.0.0.0/0', ...tcp(443) }), []);
    assert.deepEqual(
      find({ security_group_id: nodes, referenced_security_group_id: edge, ...tcp(8080) }),
      [],
    );
  });

  it('finds another port, another group, and any range', () => {
    assert.equal(find({ security_group_id: edge, cidr_ipv4: '0.0.0.0/0', ...tcp(80) }).length, 1);
    assert.equal(find({ security_group_id: nodes, cidr_ipv4: '0.0.0.0/0', ...tcp(443) }).length, 1);
    assert.equal(find({ security_group_id: nodes, cidr_ipv4: '10.0.0.0/16', ...tcp(5432) }).length, 1);
    assert.equal(find({ security_group_id: nodes, cidr_ipv6: '::/0', ...tcp(443) }).length, 1);
  });
});

describe('ways-out-are-named', () => {
  it('finds a way out by range that is not 443', () => {
    const rule = { security_group_id: nodes, cidr_ipv4: '0.0.0.0/0' };
    const platform = plantedPlatform({
      'aws_vpc_security_group_egress_rule.a': { ...rule, ...tcp(443) },
      'aws_vpc_security_group_egress_rule.b': { ...rule, ...tcp(25) },
    });
    assert.deepEqual(places(egress, platform), ['aws_vpc_security_group_egress_rule.b']);
  });
});

describe('one-protocol-a-rule', () => {
  it('finds a rule that lets everything pass', () => {
    const platform = plantedPlatform({ 'aws_vpc_security_group_egress_rule.b': { ip_protocol: '-1' } });
    assert.deepEqual(places(everyProtocol, platform), ['aws_vpc_security_group_egress_rule.b']);
  });
});

describe('rules-in-one-table', () => {
  it('finds a group with a rule inside', () => {
    const platform = plantedPlatform({
      'aws_security_group.a': {},
      'aws_security_group.b': { ingress: [{ from_port: 22 }] },
    });
    assert.deepEqual(places(oneTable, platform), ['aws_security_group.b']);
  });
});

describe('default-groups-empty', () => {
  it('finds the network whose default group is as AWS made it', () => {
    const platform = plantedPlatform(
      { 'aws_vpc.v': {}, 'aws_default_security_group.d': { vpc_id: '${aws_vpc.v.id}' } },
      { 'aws_vpc.v': {} },
    );
    assert.deepEqual(places(emptyDefault, platform), ['recovery: aws_vpc.v']);
  });
});
