import type { AwsClients } from '../aws-clients.ts';
import type { StateResource } from '../state-resources.ts';
import { accountScans } from './account-scans.ts';
import { clusterScans } from './cluster-scans.ts';
import { dataScans } from './data-scans.ts';
import { networkScans } from './network-scans.ts';
import { partOf } from './part-of.ts';
import type { Scan } from './scan.ts';

/** Everything that can be found, each once. */
export const scans: readonly Scan[] = [...networkScans, ...dataScans, ...clusterScans, ...accountScans];

/** What is there, by resource type. */
export type Found = ReadonlyMap<string, ReadonlySet<string>>;

/** Asks the emulators for everything that they hold in a region. */
export async function findAll(aws: AwsClients): Promise<Found> {
  const found = await Promise.all(
    scans.map(
      async ({ types, list }) => [types.join(' '), new Set((await list(aws)).filter(isThere))] as const,
    ),
  );
  return new Map(found);
}

/** A resource of the state that no scan found, so that a scan which finds nothing afterwards would prove nothing. */
export type Unfound = { readonly address: string; readonly why: 'not found' | 'no scan of its type' };

/** Resources of the state that the scans ought to have found. Types in `excused` are those that no emulator lists. */
export function unfound(
  resources: readonly StateResource[],
  found: Found,
  excused: ReadonlySet<string>,
): readonly Unfound[] {
  return resources.flatMap((resource): readonly Unfound[] => {
    const { address, type, attributes } = resource;
    if (excused.has(type) || partOf.has(type)) return [];
    const scan = scans.find(({ types }) => types.includes(type));
    if (scan === undefined) return [{ address, why: 'no scan of its type' }];
    const id = String(attributes[scan.identity ?? 'id']);
    return found.get(scan.types.join(' '))?.has(id) === true ? [] : [{ address, why: 'not found' }];
  });
}

/** What is there now and was not there before. */
export function newIn(now: Found, before: Found): readonly { readonly type: string; readonly id: string }[] {
  return [...now].flatMap(([type, ids]) =>
    [...ids].filter((id) => before.get(type)?.has(id) !== true).map((id) => ({ type, id })),
  );
}

function isThere(id: string | undefined): id is string {
  return id !== undefined && id !== '';
}
