import type { Platform } from '../../../platform/midcoast.ts';
import { workloads } from '../objects/workload.ts';
import { parties, type Party, type PartyName } from './party.ts';

/** The pods of a party, as policies see them. */
export type Pods = {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** By which the mesh knows them; undefined where nobody asks. */
  readonly account: string | undefined;
  readonly unruled: boolean;
};

export const partyNames = Object.keys(parties) as readonly PartyName[];

/** As the widened type: each row of the table has what it needs. */
export function partyOf(name: PartyName): Party {
  return parties[name];
}

/** The pods of a party; undefined for whoever is none, and for a workload of ours that is not there. */
export function podsOf(platform: Platform, name: PartyName): Pods | undefined {
  const { pods, account, unruled = false } = partyOf(name);
  if (pods === undefined) return undefined;
  if ('labels' in pods) return { ...pods, account: account?.(platform), unruled };
  const started = workloads(platform).find(({ manifest }) => manifest.metadata?.name === pods.workload);
  if (started === undefined) return undefined;
  const { manifest, labels, pod } = started;
  return { namespace: manifest.metadata?.namespace ?? '', labels, account: pod.serviceAccountName, unruled };
}
