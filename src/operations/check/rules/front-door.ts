import type { IService } from 'kubernetes-models/v1/Service';
import { names, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import { declared, numberAt, references } from '../../declaration.ts';
import type { Breach, Rule } from '../rule.ts';
import { matches } from '../objects/selector.ts';
import { objectName, ofKind } from '../objects/manifest.ts';
import { workloads } from '../objects/workload.ts';

const through: Rule = {
  id: 'ports-lead-through',
  says: 'From the load balancer to the container it is one port: target group, security groups, Service, policy, gateway.',
  mend: 'Take gatewayPort of network-security/group-rules.ts everywhere.',
  find: (platform) => bindings(platform).flatMap((binding) => gaps(platform, binding)),
};

const admitted: Rule = {
  id: 'services-are-let-in',
  says: 'Whatever a Service leads to is a port that a network policy of its pods lets somebody in to.',
  mend: 'Add the port to the policy in security/cluster-identity/network-policies.ts.',
  find: (platform) =>
    ofKind(platform, 'Service').flatMap((service) =>
      portsBehind(platform, service)
        .filter(({ labels, port }) => !isAdmitted(platform, labels, port))
        .map(({ port }) => ({
          where: objectName(service),
          seen: `leads to ${port}, where nobody is let in`,
        })),
    ),
};

export const frontDoorRules: readonly Rule[] = [through, admitted];

type Binding = Manifest & {
  readonly spec: { readonly serviceRef: { readonly name: string; readonly port: number } };
};
type Gateway = Manifest & {
  readonly spec: { readonly servers: readonly { readonly port: { readonly number: number } }[] };
};

function bindings(platform: Platform): readonly Binding[] {
  return ofKind(platform, 'TargetGroupBinding') as Binding[];
}

/** What of the way does not have the port that Kubernetes is told. */
function gaps(platform: Platform, binding: Binding): readonly Breach[] {
  const { name, port } = binding.spec.serviceRef;
  const where = objectName(binding);
  const groups = declared(platform, 'aws_lb_target_group').filter(
    ({ attributes }) => numberAt(attributes, 'port') !== port,
  );
  const listeners = (ofKind(platform, 'Gateway') as Gateway[]).flatMap(({ spec }) =>
    spec.servers.map((server) => server.port.number),
  );
  const service = ofKind(platform, 'Service').find(({ metadata }) => metadata?.name === name);
  const open = service?.spec?.ports?.find((each) => each.port === port)?.targetPort;
  return [
    ...groups.map(({ address }) => ({ where: address, seen: `sends elsewhere than to ${port}` })),
    ...(opensToEdge(platform, port) ? [] : [{ where, seen: `${port} is closed between edge and nodes` }]),
    ...(open === port ? [] : [{ where, seen: `Service ${name} leads ${port} to ${open ?? 'nothing'}` }]),
    ...(listeners.includes(port) ? [] : [{ where, seen: `no Gateway listens on ${port}` }]),
  ];
}

function opensToEdge(platform: Platform, port: number): boolean {
  const addressOf = (name: string) =>
    declared(platform, 'aws_security_group').find(
      ({ state, attributes }) => state === 'platform' && attributes['name'] === name,
    )?.address ?? '';
  const [edge, nodes] = [addressOf(names.group('edge')), addressOf(names.application)];
  return declared(platform, 'aws_vpc_security_group_ingress_rule').some(
    ({ state, attributes }) =>
      state === 'platform' &&
      references(attributes['security_group_id']).includes(nodes) &&
      references(attributes['referenced_security_group_id']).includes(edge) &&
      (numberAt(attributes, 'from_port') ?? Infinity) <= port &&
      (numberAt(attributes, 'to_port') ?? 0) >= port,
  );
}

type Behind = { readonly labels: Readonly<Record<string, string>>; readonly port: number };

/** The ports of containers that a Service leads to, by number. */
function portsBehind(platform: Platform, { spec }: IService): readonly Behind[] {
  return workloads(platform)
    .filter(({ labels }) => matches(spec?.selector ?? {}, labels))
    .flatMap(({ labels, pod }) => {
      const open = pod.containers.flatMap(({ ports = [] }) => ports);
      return (spec?.ports ?? []).flatMap(({ port, targetPort = port }) => {
        const found = open.find(
          ({ name, containerPort }) => name === targetPort || containerPort === targetPort,
        );
        return found === undefined ? [] : [{ labels, port: found.containerPort }];
      });
    });
}

/** Pods without a policy are another rule's. */
function isAdmitted(platform: Platform, labels: Behind['labels'], port: number): boolean {
  const policies = ofKind(platform, 'NetworkPolicy').filter(({ spec }) =>
    matches(spec?.podSelector?.matchLabels ?? {}, labels),
  );
  const opened = policies.flatMap(({ spec }) => spec?.ingress ?? []).flatMap(({ ports = [] }) => ports);
  return policies.length === 0 || opened.some((each) => each.port === port);
}
