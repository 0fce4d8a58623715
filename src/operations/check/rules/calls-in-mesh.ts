import type { Manifest, Platform } from '../../../platform/midcoast.ts';
import { ports, probes } from '../../../service/contract.ts';
import { calls, callName, type Call } from '../calls/calls.ts';
import type { PartyName } from '../calls/party.ts';
import { podsOf, type Pods } from '../calls/pods-of.ts';
import type { Breach, Rule } from '../rule.ts';
import { ofKind, objectName } from '../objects/manifest.ts';

const fit: Rule = {
  id: 'mesh-fits-calls',
  says: 'Proxies of the mesh take requests of whoever calls whom by the table of calls, and of nobody else.',
  mend: 'Name the caller’s service account and the port in mesh/mesh-authorization.ts; a call that is new and meant is a row of check/calls/calls.ts.',
  find: (platform) => {
    if (platform.manifests['mesh'] === undefined) return [];
    const open = meshed.flatMap((party) => {
      const pods = podsOf(platform, party);
      if (pods === undefined) return [];
      const grants = grantsFor(platform, pods);
      const wanted = calls.filter(({ to, ofProxy }) => to === party && ofProxy === undefined);
      return [...closed(platform, wanted, grants), ...beyond(platform, party, wanted, grants)];
    });
    return [...denies(platform), ...open];
  },
};

export const callsInMeshRules: readonly Rule[] = [fit];

/** Those with a proxy before them that hears of policies. */
const meshed: readonly PartyName[] = ['app', 'gateway'];

/** Whoever has no certificate of the mesh: only a load balancer may be so. */
const anybody = 'anybody';

type Rules = {
  readonly from?: readonly { readonly source?: { readonly principals?: readonly string[] } }[];
  readonly to?: readonly { readonly operation?: Operation }[];
};
type Operation = {
  readonly ports?: readonly string[];
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
};
type Authorization = Manifest & {
  readonly spec: {
    readonly action?: string;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly rules?: readonly Rules[];
  };
};

/** One caller and one port that a policy allows; each may be any. */
type Grant = {
  readonly where: string;
  readonly principal: string;
  readonly port: number | undefined;
  /** Methods and paths, where it is for some alone. */
  readonly only: Pick<Operation, 'methods' | 'paths'>;
};

const denies = (platform: Platform): readonly Breach[] =>
  authorizations(platform)
    .filter(({ spec: { action = 'ALLOW' } }) => action !== 'ALLOW')
    .map((policy) => ({
      where: objectName(policy),
      seen: `is to ${policy.spec.action}, over whatever others allow`,
    }));

function authorizations(platform: Platform): readonly Authorization[] {
  return ofKind(platform, 'AuthorizationPolicy') as readonly Authorization[];
}

function grantsFor(platform: Platform, { namespace, labels }: Pods): readonly Grant[] {
  return authorizations(platform)
    .filter(({ metadata, spec: { action = 'ALLOW', selector } }) => {
      const wanted = Object.entries(selector?.matchLabels ?? {});
      const isForThem = wanted.every(([key, value]) => labels[key] === value);
      return action === 'ALLOW' && metadata?.namespace === namespace && isForThem;
    })
    .flatMap((policy) => (policy.spec.rules ?? []).flatMap((rule) => grantsOf(objectName(policy), rule)));
}

function grantsOf(where: string, { from = [{}], to = [{}] }: Rules): readonly Grant[] {
  const principals = from.flatMap(({ source }) => source?.principals ?? [anybody]);
  const asked = to.flatMap(({ operation: { ports, ...only } = {} }) =>
    (ports?.map(Number) ?? [undefined]).map((port) => ({ port, only })),
  );
  return principals.flatMap((principal) => asked.map((each) => ({ where, principal, ...each })));
}

function closed(platform: Platform, wanted: readonly Call[], grants: readonly Grant[]): readonly Breach[] {
  return wanted
    .filter(
      (call) =>
        !grants.some(
          ({ principal, port, only }) =>
            principal === principalOf(platform, call.from) &&
            (port ?? call.first) === call.first &&
            isEnough(only, call),
        ),
    )
    .map((call) => ({
      where: callName(call),
      seen: `no AuthorizationPolicy allows ${principalOf(platform, call.from)}`,
    }));
}

/** Whoever asks for metrics needs one path; everybody else every path, by every method. */
function isEnough({ methods, paths }: Grant['only'], { first }: Call): boolean {
  if (first !== ports.metrics.port) return methods === undefined && paths === undefined;
  const { path } = probes.metrics;
  return methods?.includes('GET') !== false && paths?.includes(path) !== false;
}

function beyond(
  platform: Platform,
  party: PartyName,
  wanted: readonly Call[],
  grants: readonly Grant[],
): readonly Breach[] {
  const isMeant = ({ principal, port }: Grant) =>
    wanted.some((call) => call.first === port && principalOf(platform, call.from) === principal);
  return grants
    .filter((grant) => !isMeant(grant))
    .map(({ where, principal, port = 'every port' }) => ({
      where,
      seen: `allows ${principal} on ${port}, which is no call of ${party}`,
    }));
}

/** As a certificate of the mesh names a caller. */
function principalOf(platform: Platform, caller: PartyName): string {
  const pods = podsOf(platform, caller);
  return pods === undefined ? anybody : `${trustDomain}/ns/${pods.namespace}/sa/${pods.account ?? 'default'}`;
}

const trustDomain = 'cluster.local';
