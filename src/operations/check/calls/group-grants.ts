import type { Platform, StateName } from '../../../platform/midcoast.ts';
import { declared, numberAt, placeOf, references, textAt } from '../../declaration.ts';

/** What one rule of a security group lets pass. */
export type GroupGrant = {
  readonly where: string;
  readonly state: StateName;
  /** `out` of the group `of`, or `in` to it. */
  readonly direction: 'in' | 'out';
  /** Names of groups; `internet` for a range of addresses. */
  readonly of: string;
  readonly other: string;
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
};

const types = {
  aws_vpc_security_group_ingress_rule: 'in',
  aws_vpc_security_group_egress_rule: 'out',
} as const;

/** Every rule of every group, of both states. A range that is not named is 1 to 65535. */
export function groupGrantsOf(platform: Platform): readonly GroupGrant[] {
  const names = new Map(
    declared(platform, 'aws_security_group').map(
      ({ state, address, attributes }) => [`${state}/${address}`, textAt(attributes, 'name')] as const,
    ),
  );
  return Object.entries(types).flatMap(([type, direction]) =>
    declared(platform, type).map((rule) => {
      const { state, attributes } = rule;
      const nameOf = (value: unknown) =>
        references(value).flatMap((address) => names.get(`${state}/${address}`) ?? [])[0];
      return {
        where: placeOf(rule),
        state,
        direction,
        of: nameOf(attributes['security_group_id']) ?? 'nobody',
        other: nameOf(attributes['referenced_security_group_id']) ?? 'internet',
        protocol: textAt(attributes, 'ip_protocol').toUpperCase(),
        first: numberAt(attributes, 'from_port') ?? 1,
        last: numberAt(attributes, 'to_port') ?? 65_535,
      };
    }),
  );
}
