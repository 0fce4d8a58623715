import { names, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import { declared, textAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';
import { matches } from '../objects/selector.ts';
import { objectName, ofKind } from '../objects/manifest.ts';
import { containersOf, workloads } from '../objects/workload.ts';

const led: Rule = {
  id: 'routes-lead-to-services',
  says: 'Every route of the mesh leads to a Service that there is, on a port that it has.',
  mend: 'Take host and port of the route from the backends of pipeline/strategy/versions.ts and ports of contract.ts.',
  find: (platform) =>
    services(platform).flatMap((service) =>
      (service.spec.http ?? []).flatMap(({ name = 'without a name', route = [] }) =>
        route
          .filter(({ destination }) => !isThere(platform, destination))
          .map(({ destination: { host, port } }) => ({
            where: objectName(service),
            seen: `the route ${name} leads to ${host} on ${port?.number ?? 'no port'}`,
          })),
      ),
    ),
};

const entered: Rule = {
  id: 'routes-are-entered',
  says: 'Our host has routes, at a Gateway whose selector finds pods that open its port.',
  mend: 'Take hosts from names.host, gateways from names.gateway and the selector from gatewaySelector of labels.ts.',
  find: (platform) => {
    if (platform.manifests['mesh'] === undefined) return [];
    const gateways = ofKind(platform, 'Gateway') as readonly Gateway[];
    const host = names.host(platform.environment);
    const known = gateways.map(({ metadata }) => metadata?.name ?? '');
    return [
      ...(services(platform).some(({ spec }) => spec.hosts?.includes(host))
        ? []
        : [{ where: `host ${host}`, seen: 'has no VirtualService' }]),
      ...services(platform)
        .filter(({ spec }) => !(spec.gateways ?? []).some((name) => known.includes(name)))
        .map((service) => ({ where: objectName(service), seen: 'stands at no Gateway that there is' })),
      ...gateways
        .filter(
          ({ spec }) => !spec.servers.every(({ port }) => isOpened(platform, spec.selector, port.number)),
        )
        .map((gateway) => ({ where: objectName(gateway), seen: 'finds no pods that open its port' })),
    ];
  },
};

const answered: Rule = {
  id: 'health-checks-are-answered',
  says: 'What the load balancer asks for the health of a target has a route for whatever host, and leave of the gateway.',
  mend: 'Leave the routes of names.readiness in mesh/mesh-routes.ts, and the readiness path in mesh/mesh-authorization.ts.',
  find: (platform) => {
    if (platform.manifests['mesh'] === undefined) return [];
    return declared(platform, 'aws_lb_target_group').flatMap(({ address, attributes }) => {
      const path = textAt(attributes, 'health_check.path');
      return [
        ...(isRouted(platform, path) ? [] : [`no VirtualService has a route of every host for ${path}`]),
        ...(isAllowed(platform, path) ? [] : [`no AuthorizationPolicy of the gateway allows ${path}`]),
      ].map((seen) => ({ where: address, seen }));
    });
  },
};

export const meshRouteRules: readonly Rule[] = [led, entered, answered];

type Destination = { readonly host: string; readonly port?: { readonly number: number } };
type Match = { readonly uri?: { readonly exact?: string } };
type Route = {
  readonly name?: string;
  readonly match?: readonly Match[];
  readonly route?: readonly { readonly destination: Destination }[];
};
type VirtualService = Manifest & {
  readonly spec: {
    readonly hosts?: readonly string[];
    readonly gateways?: readonly string[];
    readonly http?: readonly Route[];
  };
};
type Gateway = Manifest & {
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly servers: readonly { readonly port: { readonly number: number } }[];
  };
};
type Operation = { readonly paths?: readonly string[]; readonly hosts?: readonly string[] };
type Authorization = Manifest & {
  readonly spec: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly rules?: readonly { readonly to?: readonly { readonly operation?: Operation }[] }[];
  };
};

function services(platform: Platform): readonly VirtualService[] {
  return ofKind(platform, 'VirtualService') as readonly VirtualService[];
}

function isThere(platform: Platform, { host, port }: Destination): boolean {
  return ofKind(platform, 'Service').some(
    ({ metadata, spec }) =>
      metadata?.name === host && spec?.ports?.some((open) => open.port === port?.number) === true,
  );
}

function isOpened(platform: Platform, selector: Gateway['spec']['selector'], port: number): boolean {
  return workloads(platform)
    .filter(({ labels }) => matches(selector, labels))
    .flatMap(containersOf)
    .some(({ ports = [] }) => ports.some(({ containerPort }) => containerPort === port));
}

function isRouted(platform: Platform, path: string): boolean {
  return services(platform)
    .filter(({ spec }) => spec.hosts?.includes('*') && spec.gateways?.includes(names.gateway))
    .flatMap(({ spec }) => spec.http ?? [])
    .some(({ match = [] }) => match.some(({ uri }) => uri?.exact === path));
}

function isAllowed(platform: Platform, path: string): boolean {
  const gateway = workloads(platform).find(({ manifest }) => manifest.metadata?.name === names.gateway);
  return (ofKind(platform, 'AuthorizationPolicy') as readonly Authorization[])
    .filter(({ spec }) => matches(spec.selector?.matchLabels ?? {}, gateway?.labels ?? {}))
    .flatMap(({ spec }) => spec.rules ?? [])
    .flatMap(({ to = [] }) => to)
    .some(({ operation }) => operation?.hosts === undefined && operation?.paths?.includes(path) === true);
}
