import { stateNames, type Platform } from '../../../platform/midcoast.ts';
import { declared } from '../../declaration.ts';
import { calls, callName, type Call } from '../calls/calls.ts';
import { groupGrantsOf, type GroupGrant } from '../calls/group-grants.ts';
import { partyOf } from '../calls/pods-of.ts';
import type { Breach, Rule } from '../rule.ts';

const fit: Rule = {
  id: 'groups-fit-calls',
  says: 'Security groups let pass whoever calls whom by the table of calls, on both sides, and nobody else.',
  mend: 'Open or close it in security/network-security/group-rules.ts; a call that is new and meant is a row of check/calls/calls.ts.',
  find: (platform) => {
    const grants = groupGrantsOf(platform);
    return [...closed(platform, grants), ...beyond(grants)];
  },
};

export const callsInGroupsRules: readonly Rule[] = [fit];

const internet = 'internet';

/** Calls between security groups; what stays on a node, and what asks AWS by either way, has none. */
const between = calls.flatMap((call) => {
  const [from, to] = [partyOf(call.from).group, partyOf(call.to).group];
  return from === undefined || to === undefined ? [] : [{ call, from, to }];
});

/** A side of a call that no rule lets pass, in each state that has groups. */
function closed(platform: Platform, grants: readonly GroupGrant[]): readonly Breach[] {
  const withGroups = stateNames.filter((name) =>
    declared(platform, 'aws_security_group').some(({ state }) => state === name),
  );
  return withGroups.flatMap((state) =>
    between.flatMap(({ call, from, to }) =>
      [
        { direction: 'out', of: from, other: to },
        { direction: 'in', of: to, other: from },
      ]
        .filter(({ of }) => of !== internet)
        .filter(
          (side) =>
            !grants.some(
              (grant) =>
                grant.state === state &&
                grant.direction === side.direction &&
                grant.of === side.of &&
                grant.other === side.other &&
                grant.protocol === call.protocol &&
                grant.first <= call.first &&
                call.last <= grant.last,
            ),
        )
        .map(({ direction, of, other }) => ({
          where: `${state === 'platform' ? '' : `${state}: `}${callName(call)}`,
          seen: `no rule lets ${direction === 'out' ? `${of} out to ${other}` : `${other} in to ${of}`}`,
        })),
    ),
  );
}

/** A rule wider than every call that it could be for. */
function beyond(grants: readonly GroupGrant[]): readonly Breach[] {
  return grants
    .filter((grant) => !between.some((each) => isMeant(grant, each)))
    .map(({ where, direction, other, protocol, first, last }) => ({
      where,
      seen: `lets ${other} ${direction} on ${protocol} ${first === last ? first : `${first}–${last}`}, which is no call`,
    }));
}

type Between = { readonly call: Call; readonly from: string; readonly to: string };

function isMeant(grant: GroupGrant, { call, from, to }: Between): boolean {
  const [of, other] = grant.direction === 'out' ? [from, to] : [to, from];
  return (
    grant.of === of &&
    grant.other === other &&
    grant.protocol === call.protocol &&
    call.first <= grant.first &&
    grant.last <= call.last
  );
}
