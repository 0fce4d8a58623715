import { names } from '../../platform/midcoast.ts';
import { podsOf } from '../kubernetes/application-objects.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { digestOf, isReady, type Pod } from '../kubernetes/pod.ts';
import type { Rollout } from './progress.ts';
import type { Workload } from './workload.ts';

type ReplicaSet = KubernetesObject & { readonly spec: { readonly template: Pick<Pod, 'spec'> } };

/**
 * The digest of the version that serves now, and to which a rollout goes back: what a Rollout holds stable, otherwise
 * what most of the ready pods run. Undefined where nothing serves yet.
 */
export async function servingDigest(
  client: ApiClient,
  namespace: string,
  { rollout }: Pick<Workload, 'rollout'>,
): Promise<string | undefined> {
  const stable = rollout && (await stableDigest(client, namespace, rollout));
  return stable ?? mostServed(await client.list<Pod>(podsOf(namespace)));
}

async function stableDigest(
  client: ApiClient,
  namespace: string,
  { status }: Rollout,
): Promise<string | undefined> {
  const hash = status?.stableRS ?? '';
  if (hash === '') return undefined;
  const name = `${names.application}-${hash}`;
  const replicaSet = await client.get<ReplicaSet>({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace,
    name,
  });
  return replicaSet && digestOf(replicaSet.spec.template);
}

/** Of as many pods each, the one whose name comes first: any choice will do, as long as it is always the same. */
function mostServed({ items }: { readonly items: readonly Pod[] }): string | undefined {
  const counts = new Map<string, number>();
  for (const pod of items.filter(isReady)) {
    const digest = digestOf(pod);
    if (digest !== undefined) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([a, inA], [b, inB]) => inB - inA || a.localeCompare(b));
  return most?.[0];
}
