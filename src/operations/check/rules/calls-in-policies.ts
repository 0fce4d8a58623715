import type { Platform } from '../../../platform/midcoast.ts';
import { isWithin } from '../calls/addresses.ts';
import { calls, callName, type Call } from '../calls/calls.ts';
import type { PartyName } from '../calls/party.ts';
import { partyNames, partyOf, podsOf } from '../calls/pods-of.ts';
import {
  areForRanges,
  grantsOf,
  hasPorts,
  isForPods,
  isPolicyOf,
  type Direction,
  type Grant,
} from '../calls/policy-grants.ts';
import type { Breach, Rule } from '../rule.ts';
import { isRefusal } from '../objects/refusal.ts';
import { objectName, ofKind } from '../objects/manifest.ts';

const fit: Rule = {
  id: 'policies-fit-calls',
  says: 'Network policies let pass whoever calls whom by the table of calls, on both sides, and nobody else.',
  mend: 'Open or close it in cluster-identity/network-policies.ts or add-ons/reaches.ts; a call that is new and meant is a row of check/calls/calls.ts.',
  find: (platform) => [
    ...calls.flatMap((call) => [
      ...closed(platform, call, call.from, 'Egress'),
      ...closed(platform, call, call.to, 'Ingress'),
    ]),
    ...partyNames.flatMap((party) => [
      ...beyond(platform, party, 'Egress'),
      ...beyond(platform, party, 'Ingress'),
    ]),
    ...ofNobody(platform),
  ],
};

export const callsInPoliciesRules: readonly Rule[] = [fit];

const phrases = { Egress: 'out', Ingress: 'in' } as const;

/** A call that no policy of one side lets pass. */
function closed(platform: Platform, call: Call, party: PartyName, direction: Direction): readonly Breach[] {
  const pods = podsOf(platform, party);
  const grants = pods && grantsOf(platform, pods, direction)?.filter((grant) => hasPorts(grant, call));
  if (grants === undefined) return [];
  const other = direction === 'Egress' ? call.to : call.from;
  const otherPods = podsOf(platform, other);
  const named = otherPods !== undefined && grants.some((grant) => isForPods(grant, otherPods));
  if (named || areForRanges(grants, partyOf(other).ranges(platform))) return [];
  return [{ where: callName(call), seen: `no policy of ${party} lets it ${phrases[direction]}` }];
}

/** What policies of one party let pass, and nobody is meant to do. */
function beyond(platform: Platform, party: PartyName, direction: Direction): readonly Breach[] {
  const pods = podsOf(platform, party);
  if (pods === undefined || pods.unruled) return [];
  const grants = grantsOf(platform, pods, direction);
  if (grants === undefined) {
    return [{ where: party, seen: `no policy is for it, and everything passes ${phrases[direction]}` }];
  }
  const own = calls.filter((call) => (direction === 'Egress' ? call.from : call.to) === party);
  return grants.flatMap((grant) =>
    strangers(platform, grant, own, direction).map((stranger) => ({
      where: grant.where,
      seen: `lets ${stranger} ${phrases[direction]} on ${portsOf(grant)}, which is no call of ${party}`,
    })),
  );
}

/** Policies for pods that the table does not know: what they let pass would be looked at by nobody. */
function ofNobody(platform: Platform): readonly Breach[] {
  const known = partyNames.flatMap((name) => podsOf(platform, name) ?? []);
  return ofKind(platform, 'NetworkPolicy')
    .filter((policy) => !isRefusal(policy.spec) && !known.some((pods) => isPolicyOf(policy, pods)))
    .map((policy) => ({ where: objectName(policy), seen: 'is for pods that no party of the table has' }));
}

/** Whom a line is for without a call that needs it. */
function strangers(
  platform: Platform,
  grant: Grant,
  own: readonly Call[],
  direction: Direction,
): readonly string[] {
  const { peer } = grant;
  if (peer === undefined) return ['everybody'];
  const otherOf = ({ from, to }: Call) => (direction === 'Egress' ? to : from);
  const meant = own.filter((call) => call.first <= grant.first && grant.last <= call.last);
  const fitting = meant.filter(({ protocol }) => (grant.protocol ?? protocol) === protocol);
  if (peer.ipBlock !== undefined) {
    const { cidr } = peer.ipBlock;
    const inside = fitting.some((call) =>
      partyOf(otherOf(call))
        .ranges(platform)
        .some((range) => isWithin(cidr, range)),
    );
    return inside ? [] : [cidr];
  }
  const found = partyNames.filter((name) => {
    const pods = podsOf(platform, name);
    return pods !== undefined && isForPods(grant, pods);
  });
  if (found.length === 0) return [`pods that are nobody’s (${JSON.stringify(peer)})`];
  return found.filter((name) => !fitting.some((call) => otherOf(call) === name));
}

function portsOf({ first, last, protocol = 'any protocol' }: Grant): string {
  if (first === 1 && last === 65_535) return 'every port';
  return `${protocol} ${first === last ? first : `${first}–${last}`}`;
}
