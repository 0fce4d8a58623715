import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Platform } from '../../../platform/midcoast.ts';
import { breaches, plantedPlatform, type Planted } from '../test-platform.ts';
import { controlPlaneReachRules } from './control-plane-reach.ts';

const [reach] = controlPlaneReachRules;
assert.ok(reach);

const groups = {
  'aws_security_group.c': { name: 'midcoast-cluster' },
  'aws_security_group.n': { name: 'midcoast-app' },
};
const cluster = { 'aws_eks_cluster.k': { vpc_config: { subnet_ids: ['${aws_subnet.s.id}'] } } };
const subnet = { 'aws_subnet.s': { cidr_block: '10.0.1.0/24' } };

/** Both directions of a port, as the table of the groups writes them. */
function open(port: number): Planted {
  const [nodes, control] = ['${aws_security_group.n.id}', '${aws_security_group.c.id}'];
  const ports = { ip_protocol: 'tcp', from_port: port, to_port: port };
  return {
    [`aws_vpc_security_group_ingress_rule.p${port}`]: {
      ...ports,
      security_group_id: nodes,
      referenced_security_group_id: control,
    },
    [`aws_vpc_security_group_egress_rule.p${port}`]: {
      ...ports,
      security_group_id: control,
      referenced_security_group_id: nodes,
    },
  };
}

function seen(planted: Planted, manifests: Platform['manifests'] = {}) {
  return breaches(reach!, { ...plantedPlatform({ ...groups, ...planted }), manifests }).map(
    ({ where, seen: what }) => `${where}: ${what}`,
  );
}

const metrics = { 'aws_eks_addon.m': { addon_name: 'metrics-server' } };

describe('control-plane-reaches-pods', () => {
  it('passes kubelet and metrics-server on their ports', () => {
    assert.deepEqual(seen({ ...cluster, ...metrics, ...open(10_250), ...open(10_251) }), []);
  });

  it('finds that metrics-server is not reached: kubectl top and the autoscalers would see nothing', () => {
    assert.deepEqual(seen({ ...cluster, ...metrics, ...open(10_250) }), [
      'aws_eks_addon.m: the nodes do not let the control plane in on tcp 10251',
      'aws_eks_addon.m: the control plane is not let out to the nodes on tcp 10251',
    ]);
  });

  it('follows the port that the settings of metrics-server name', () => {
    const moved = {
      'aws_eks_addon.m': { addon_name: 'metrics-server', configuration_values: '{"containerPort":4443}' },
    };
    assert.equal(seen({ ...moved, ...open(10_251) }).length, 2);
    assert.deepEqual(seen({ ...moved, ...open(4443) }), []);
  });

  it('finds one direction alone, and a rule of other groups', () => {
    const { 'aws_vpc_security_group_egress_rule.p10250': _, ...inwards } = open(10_250);
    assert.deepEqual(seen({ ...cluster, ...inwards }), [
      'aws_eks_cluster.k: the control plane is not let out to the nodes on tcp 10250',
    ]);
    const others = { ...open(10_250), 'aws_security_group.n': { name: 'midcoast-database' } };
    assert.equal(seen({ ...cluster, ...others }).length, 2);
  });

  it('finds a webhook whose policy lets the control plane in, and whose nodes do not', () => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: 'istio-system', name: 'istiod' },
      spec: {
        podSelector: {},
        ingress: [{ from: [{ ipBlock: { cidr: '10.0.1.0/24' } }], ports: [{ port: 15_017 }] }],
      },
    } as const;
    const planted = { ...cluster, ...subnet, ...open(10_250) };
    assert.equal(seen(planted, { 'add-ons': [policy] }).length, 2);
    assert.deepEqual(seen({ ...planted, ...open(15_017) }, { 'add-ons': [policy] }), []);
  });
});
