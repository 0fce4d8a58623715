import type { Manifest, Platform } from '../../../platform/midcoast.ts';
import { calls, callName, type Call } from '../calls/calls.ts';
import type { PartyName } from '../calls/party.ts';
import { podsOf, type Pods } from '../calls/pods-of.ts';
import type { Breach, Rule } from '../rule.ts';
import { manifestsOf, objectName } from './workload.ts';

const fit: Rule = {
  id: 'mesh-fits-calls',
  says: 'Proxies of the mesh take requests of whoever calls whom by the table of calls, and of nobody else.',
  mend: 'Name the caller’s service account and the port in mesh/mesh-authorization.ts; a call that is new and meant is a row of check/calls/calls.ts.',
  find: (platform) => {
    if (platform.manifests['mesh'] === undefined) return [];
    return meshed.flatMap((party) => {
      const pods = podsOf(platform, party);
      if (pods === undefined) return [];
      const grants = grantsFor(platform, pods);
      const wanted = calls.filter(({ to, ofProxy }) => to === party && ofProxy === undefined);
      return [...closed(platform, wanted, grants), ...beyond(platform, party, wanted, grants)];
    });
  },
};

export const callsInMeshRules: readonly Rule[] = [fit];

/** Those with a proxy before them that hears of policies. */
const meshed: readonly PartyName[] = ['app', 'gateway'];

/** Whoever has no certificate of the mesh: only a load balancer may be so. */
const anybody = 'anybody';

type Rules = {
  readonly from?: readonly { readonly source?: { readonly principals?: readonly string[] } }[];
  readonly to?: readonly { readonly operation?: { readonly ports?: readonly string[] } }[];
};
type Authorization = Manifest & {
  readonly spec: {
    readonly action?: string;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly rules?: readonly Rules[];
  };
};

/** One caller and one port that a policy allows; each may be any. */
type Grant = { readonly where: string; readonly principal: string; readonly port: number | undefined };

function grantsFor(platform: Platform, { namespace, labels }: Pods): readonly Grant[] {
  const policies = manifestsOf(platform).filter(
    ({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata?.namespace === namespace,
  ) as readonly Manifest[] as readonly Authorization[];
  return policies
    .filter(({ spec: { action = 'ALLOW', selector } }) => {
      const wanted = Object.entries(selector?.matchLabels ?? {});
      return action === 'ALLOW' && wanted.every(([key, value]) => labels[key] === value);
    })
    .flatMap((policy) => (policy.spec.rules ?? []).flatMap((rule) => grantsOf(objectName(policy), rule)));
}

function grantsOf(where: string, { from = [{}], to = [{}] }: Rules): readonly Grant[] {
  const principals = from.flatMap(({ source }) => source?.principals ?? [anybody]);
  const ports = to.flatMap(({ operation }) => operation?.ports?.map(Number) ?? [undefined]);
  return principals.flatMap((principal) => ports.map((port) => ({ where, principal, port })));
}

function closed(platform: Platform, wanted: readonly Call[], grants: readonly Grant[]): readonly Breach[] {
  return wanted
    .filter(
      (call) =>
        !grants.some(
          ({ principal, port }) =>
            principal === principalOf(platform, call.from) && (port ?? call.first) === call.first,
        ),
    )
    .map((call) => ({
      where: callName(call),
      seen: `no AuthorizationPolicy allows ${principalOf(platform, call.from)}`,
    }));
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
