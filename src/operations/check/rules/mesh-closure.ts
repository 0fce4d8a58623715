import { names, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { manifestsOf, objectName } from '../objects/manifest.ts';

const encrypted: Rule = {
  id: 'mesh-is-encrypted',
  says: 'Between pods of the service only mutual TLS is spoken, on every port.',
  mend: 'Leave mtls.mode STRICT for the namespace, without exceptions, in mesh/mesh-authorization.ts.',
  find: (platform) => {
    const peers = ours(platform, 'PeerAuthentication') as readonly PeerAuthentication[];
    const strict = peers.some(({ spec }) => spec.selector === undefined && spec.mtls?.mode === 'STRICT');
    return [
      ...(strict || !isMeshed(platform) ? [] : [{ where: meshed, seen: 'lets plain connections in' }]),
      ...peers
        .filter(({ spec }) => modesOf(spec).some((mode) => mode !== 'STRICT'))
        .filter(({ spec }) => spec.selector !== undefined || strict)
        .map((peer) => ({ where: objectName(peer), seen: `allows ${modesOf(peer.spec).join(', ')}` })),
      ...(ours(platform, 'DestinationRule') as readonly DestinationRule[])
        .filter(({ spec }) => spec.trafficPolicy?.tls?.mode !== 'ISTIO_MUTUAL')
        .map((rule) => ({ where: objectName(rule), seen: 'calls without mutual TLS' })),
    ];
  },
};

const refusing: Rule = {
  id: 'mesh-refuses-the-rest',
  says: 'Proxies refuse every request but what a policy allows, from callers that it names; only the gateway hears anybody.',
  mend: 'Leave the policy without rules in mesh/mesh-authorization.ts, and name principals in all others.',
  find: (platform) => {
    const policies = ours(platform, 'AuthorizationPolicy') as readonly AuthorizationPolicy[];
    const closed = policies.some(({ spec }) => Object.keys(spec).length === 0);
    return [
      ...(closed || !isMeshed(platform) ? [] : [{ where: meshed, seen: 'allows what nobody speaks of' }]),
      ...policies
        .filter(({ spec }) => spec.selector?.matchLabels?.['istio'] !== names.gateway)
        .filter(({ spec }) => (spec.rules ?? []).some(({ from = [] }) => !from.some(isNamed)))
        .map((policy) => ({ where: objectName(policy), seen: 'allows callers that it does not name' })),
    ];
  },
};

const repeating: Rule = {
  id: 'retries-repeat-nothing',
  says: 'A proxy repeats a request only where repeating changes nothing: one that reads, or one with an idempotency key.',
  mend: 'Set retries.attempts of the route to 0: where nothing is said, Istio repeats twice.',
  find: (platform) =>
    (ours(platform, 'VirtualService') as readonly VirtualService[]).flatMap((service) =>
      (service.spec.http ?? [])
        .filter(({ retries }) => retries?.attempts !== 0)
        .filter(({ match = [] }) => match.length === 0 || !match.every(isRepeatable))
        .map(({ name = 'without a name', retries }) => ({
          where: objectName(service),
          seen: `the route ${name} is repeated ${retries?.attempts === undefined ? 'as Istio likes' : `${retries.attempts} times`}`,
        })),
    ),
};

const breaking: Rule = {
  id: 'circuits-break',
  says: 'Whatever is called has a limit of connections, and pods that fail are left out for a while.',
  mend: 'Give the host connectionPool and outlierDetection in mesh/circuit-breaker.ts.',
  find: (platform) => {
    const rules = ours(platform, 'DestinationRule') as readonly DestinationRule[];
    const hosts = (ours(platform, 'VirtualService') as readonly VirtualService[]).flatMap(({ spec }) =>
      (spec.http ?? []).flatMap(({ route = [] }) => route.map(({ destination }) => destination.host)),
    );
    return [
      ...[...new Set(hosts)]
        .filter((host) => !rules.some(({ spec }) => spec.host === host))
        .map((host) => ({ where: `host ${host}`, seen: 'has no DestinationRule' })),
      ...rules
        .filter(({ spec: { trafficPolicy } }) => {
          const { connectionPool, outlierDetection } = trafficPolicy ?? {};
          return connectionPool?.tcp?.maxConnections === undefined || outlierDetection === undefined;
        })
        .map((rule) => ({
          where: objectName(rule),
          seen: 'has no limit of connections, or keeps failing pods',
        })),
    ];
  },
};

export const meshClosureRules: readonly Rule[] = [encrypted, refusing, repeating, breaking];

const meshed = `namespace ${names.namespace}`;

type Selector = { readonly matchLabels?: Readonly<Record<string, string>> };
type Mtls = { readonly mode?: string };

type PeerSpec = {
  readonly selector?: Selector;
  readonly mtls?: Mtls;
  readonly portLevelMtls?: Readonly<Record<string, Mtls>>;
};
type PeerAuthentication = Manifest & { readonly spec: PeerSpec };

type Source = { readonly source?: { readonly principals?: readonly string[] } };
type AuthorizationPolicy = Manifest & {
  readonly spec: {
    readonly selector?: Selector;
    readonly rules?: readonly { readonly from?: readonly Source[] }[];
  };
};

type Match = {
  readonly method?: { readonly exact?: string };
  readonly headers?: Readonly<Record<string, unknown>>;
};
type VirtualService = Manifest & {
  readonly spec: {
    readonly http?: readonly {
      readonly name?: string;
      readonly match?: readonly Match[];
      readonly retries?: { readonly attempts?: number };
      readonly route?: readonly { readonly destination: { readonly host: string } }[];
    }[];
  };
};

type DestinationRule = Manifest & {
  readonly spec: {
    readonly host: string;
    readonly trafficPolicy?: {
      readonly tls?: { readonly mode: string };
      readonly connectionPool?: { readonly tcp?: { readonly maxConnections?: number } };
      readonly outlierDetection?: object;
    };
  };
};

function ours(platform: Platform, kind: string): readonly Manifest[] {
  return manifestsOf(platform).filter(
    (manifest) => manifest.kind === kind && manifest.metadata?.namespace === names.namespace,
  );
}

/** A planted platform may have no mesh at all. */
function isMeshed(platform: Platform): boolean {
  return platform.manifests['mesh'] !== undefined;
}

function modesOf({ mtls, portLevelMtls = {} }: PeerSpec): readonly string[] {
  return [mtls, ...Object.values(portLevelMtls)].flatMap((each) => each?.mode ?? []);
}

function isNamed({ source }: Source): boolean {
  return (source?.principals ?? []).length > 0;
}

function isRepeatable({ method, headers = {} }: Match): boolean {
  return method?.exact === 'GET' || Object.hasOwn(headers, 'idempotency-key');
}
