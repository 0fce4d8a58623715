import { names } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { addressOf, type KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { Measure } from '../report.ts';
import type { DeployEnd } from './deployed-cluster.ts';
import { needsOf, type NeedingPod } from './pod-needs.ts';

/** Whether a deploy ended so: by `none`, by the code of a failure, or `interrupted`. */
export function endedBy(what: string, { code }: DeployEnd, wanted: string): Measure {
  return { what: `${what}: the failure`, allowed: wanted, seen: code, holds: code === wanted };
}

/** Whether a deploy took no longer than so many seconds. */
export function within(what: string, { seconds }: DeployEnd, most: number): Measure {
  return { what, allowed: `at most ${most}`, seen: String(seconds), holds: seconds <= most };
}

/** Names of the add-ons of which this came, in the order in which it did. */
export function addOnsThat({ brought }: DeployEnd, came: string): readonly string[] {
  return Object.entries(brought?.addOns ?? {}).flatMap(([name, each]) => (each === came ? name : []));
}

/** Whether all that the pod of the migration needs was there before the pod: nobody here would keep it from starting. */
export async function neededByMigration(client: ApiClient): Promise<Measure> {
  const { items } = await client.list<NeedingPod>({
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: names.namespace,
  });
  const pods = items.filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind === 'Job');
  const late: string[] = [];
  let needed = 0;
  for (const pod of pods) {
    for (const need of needsOf(pod)) {
      needed += 1;
      const found = await client.get<KubernetesObject>(need);
      if (found === undefined || bornAt(found) > bornAt(pod)) late.push(addressOf(need));
    }
  }
  return {
    what: 'secrets, settings and accounts that the migration’s pod found there',
    allowed: 'all',
    seen: late.length === 0 ? `all ${needed}` : `not ${late.join(', ')}`,
    holds: needed > 0 && late.length === 0,
  };
}

function bornAt({ metadata }: KubernetesObject): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}
