import type { Network } from '../../../environments/environment.ts';

/** The ranges of a zone's two subnets, 251 usable addresses each. */
export type ZoneRanges = {
  readonly zoneId: string;
  readonly privateCidr: string;
  readonly publicCidr: string;
};

/** Between a zone's private and public subnet, as in the guide: `10.0.1.0/24` and `10.0.101.0/24`. */
const publicOffset = 100;

/**
 * The ranges of each zone, in the order of the zones' numbers. A zone's number alone decides its ranges, so that a
 * zone that comes or goes moves no other. The network is a /16, and numbers are 1 to 99.
 */
export function subnetRanges({ cidr, zones }: Network): readonly ZoneRanges[] {
  const [first, second] = cidr.split('.');
  const range = (third: number) => `${first}.${second}.${third}.0/24`;
  return Object.entries(zones)
    .toSorted(([, one], [, other]) => one - other)
    .map(([zoneId, number]) => ({
      zoneId,
      privateCidr: range(number),
      publicCidr: range(publicOffset + number),
    }));
}
