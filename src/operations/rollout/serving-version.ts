import type { Strategy } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { digestOf, isReady, type Pod } from '../kubernetes/pod.ts';
import type { Rollout } from './progress.ts';

type ReplicaSet = KubernetesObject & { readonly spec: { readonly template: Pick<Pod, 'spec'> } };

const labels = { 'app.kubernetes.io/name': names.application };

/**
 * The digest of the version that serves now, and to which a rollout goes back: what a Rollout holds stable, otherwise
 * what most of the ready pods run. Undefined where nothing serves yet.
 */
export async function servingDigest(
  client: ApiClient,
  namespace: string,
  strategy: Strategy,
): Promise<string | undefined> {
  const stable = strategy === 'rolling' ? undefined : await stableDigest(client, namespace);
  return stable ?? mostServed(await client.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labels }));
}

async function stableDigest(client: ApiClient, namespace: string): Promise<string | undefined> {
  const rollout = await client.get<Rollout>({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    namespace,
    name: names.application,
  });
  const hash = rollout?.status?.stableRS;
  if (hash === undefined || hash === '') return undefined;
  const replicaSet = await client.get<ReplicaSet>({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace,
    name: `${names.application}-${hash}`,
  });
  return replicaSet && digestOf(replicaSet.spec.template);
}

/** Of as many pods each, the one whose name comes first: any choice will do, as long as it is always the same. */
export function mostServed({ items }: { readonly items: readonly Pod[] }): string | undefined {
  const counts = new Map<string, number>();
  for (const pod of items.filter(isReady)) {
    const digest = digestOf(pod);
    if (digest !== undefined) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([a, inA], [b, inB]) => inB - inA || a.localeCompare(b));
  return most?.[0];
}
