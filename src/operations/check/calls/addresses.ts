import type { Platform } from '../../../platform/midcoast.ts';
import { declared, references } from '../../declaration.ts';

/** The ranges of the subnets that resources of these types of the platform's state refer to. */
export function rangesBehind(...types: readonly string[]): (platform: Platform) => readonly string[] {
  return (platform) => {
    const named = declared(platform, ...types)
      .filter(({ state }) => state === 'platform')
      .flatMap(({ attributes }) => references(attributes));
    return declared(platform, 'aws_subnet')
      .filter(({ state, address }) => state === 'platform' && named.includes(address))
      .map(({ attributes }) => String(attributes['cidr_block']));
  };
}

/** Where nodes stand, and the pods on them, each at an address of its own. */
export const nodeRanges = rangesBehind('aws_eks_node_group');

/** Whether every address of the narrow range is one of the wide range, of IPv4 as `10.0.0.0/16`. */
export function isWithin(narrow: string, wide: string): boolean {
  const [inner, outer] = [parsed(narrow), parsed(wide)];
  if (inner === undefined || outer === undefined || inner.bits < outer.bits) return false;
  const size = 2 ** (32 - outer.bits);
  return Math.floor(inner.first / size) === Math.floor(outer.first / size);
}

type Range = { readonly first: number; readonly bits: number };

function parsed(cidr: string): Range | undefined {
  const [, address = '', bits = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  if (address === '') return undefined;
  const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { first, bits: Number(bits) };
}
