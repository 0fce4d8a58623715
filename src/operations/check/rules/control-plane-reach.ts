import { names, type Platform } from '../../../platform/midcoast.ts';
import { declared, numberAt, placeOf, references, textAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';
import { objectName, ofKind } from '../objects/manifest.ts';

const reach: Rule = {
  id: 'control-plane-reaches-pods',
  says: 'What the control plane of the cluster calls (kubelet, metrics, webhooks), it may reach in the security groups.',
  mend: 'Add the port from cluster to nodes in security/network-security/group-rules.ts.',
  find: (platform) =>
    callees(platform).flatMap(({ where, port }) =>
      ways
        .filter((way) => !isOpen(platform, way, port))
        .map(({ seen }) => ({ where, seen: `${seen} tcp ${port}` })),
    ),
};

export const controlPlaneReachRules: readonly Rule[] = [reach];

type Callee = { readonly where: string; readonly port: number };

const kubeletPort = 10_250;

/** Where the add-on of EKS listens, unless its settings say otherwise; the program's own port is another. */
const metricsPort = 10_251;

function callees(platform: Platform): readonly Callee[] {
  const kubelets = declared(platform, 'aws_eks_cluster').map((cluster) => ({
    where: placeOf(cluster),
    port: kubeletPort,
  }));
  const metrics = declared(platform, 'aws_eks_addon')
    .filter(({ attributes }) => attributes['addon_name'] === 'metrics-server')
    .map((addon) => ({
      where: placeOf(addon),
      port: setPort(textAt(addon.attributes, 'configuration_values')),
    }));
  return [...kubelets, ...metrics, ...called(platform)];
}

function setPort(settings: string): number {
  const { containerPort } = JSON.parse(settings === '' ? '{}' : settings) as { containerPort?: number };
  return containerPort ?? metricsPort;
}

/** Pods whose policy lets the subnets of the control plane in: it has no labels by which it could be named. */
function called(platform: Platform): readonly Callee[] {
  const clusters = declared(platform, 'aws_eks_cluster').flatMap(({ attributes }) => references(attributes));
  const ranges = new Set(
    declared(platform, 'aws_subnet')
      .filter(({ address }) => clusters.includes(address))
      .map(({ attributes }) => attributes['cidr_block']),
  );
  return ofKind(platform, 'NetworkPolicy').flatMap((policy) => {
    const rules = (policy.spec?.ingress ?? []).filter(({ from = [] }) =>
      from.some(({ ipBlock }) => ranges.has(ipBlock?.cidr)),
    );
    const ports = rules.flatMap(({ ports: open = [] }) => open.map(({ port }) => Number(port)));
    return [...new Set(ports)].map((port) => ({ where: objectName(policy), port }));
  });
}

type Way = {
  readonly type: string;
  /** The names of the groups: whose rule it is, and whom it names. */
  readonly of: string;
  readonly other: string;
  readonly seen: string;
};

const controlPlane = names.group('cluster');

/** A security group lets nothing out either that no rule names. */
const ways: readonly Way[] = [
  {
    type: 'aws_vpc_security_group_ingress_rule',
    of: names.application,
    other: controlPlane,
    seen: 'the nodes do not let the control plane in on',
  },
  {
    type: 'aws_vpc_security_group_egress_rule',
    of: controlPlane,
    other: names.application,
    seen: 'the control plane is not let out to the nodes on',
  },
];

function isOpen(platform: Platform, { type, of, other }: Way, port: number): boolean {
  const groups = declared(platform, 'aws_security_group');
  const named = (name: string, reference: unknown) =>
    groups.some(
      ({ address, attributes }) => attributes['name'] === name && references(reference).includes(address),
    );
  return declared(platform, type).some(
    ({ attributes }) =>
      named(of, attributes['security_group_id']) &&
      named(other, attributes['referenced_security_group_id']) &&
      attributes['ip_protocol'] === 'tcp' &&
      (numberAt(attributes, 'from_port') ?? Number.NaN) <= port &&
      port <= (numberAt(attributes, 'to_port') ?? Number.NaN),
  );
}
