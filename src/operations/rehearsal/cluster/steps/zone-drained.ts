import { names } from '../../../../platform/midcoast.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { ApiRefusal } from '../../../kubernetes/api-refusal.ts';
import type { KubernetesObject } from '../../../kubernetes/kubernetes-object.ts';
import { isReady, type Pod } from '../../../kubernetes/pod.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { podsOf } from '../../../kubernetes/application-objects.ts';

type Budget = KubernetesObject & {
  readonly spec: {
    readonly maxUnavailable: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  };
};

const patienceSeconds = 60;
const tryAgainMs = 200;
const zoneLabel = 'topology.kubernetes.io/zone';

/** All nodes of one zone are emptied, as before their upgrade; the budgets are held, and the pods stand elsewhere. */
export const zoneDrained: ClusterStep = {
  name: 'a zone drained',
  async run(cluster) {
    const nodes = (await cluster.client.list({ apiVersion: 'v1', kind: 'Node' })).items;
    const zone = nodes[0]?.metadata.labels?.[zoneLabel];
    const drained = nodes
      .map(({ metadata }) => metadata)
      .filter(({ labels }) => labels?.[zoneLabel] === zone);
    const watched = await watchBudgets(cluster);
    const pods = await cluster.follow<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: cluster.main.namespace,
    });
    const within = new Set(drained.map(({ name }) => name));
    const onThem = () => pods.objects().filter(({ spec }) => within.has(spec.nodeName ?? ''));
    const before = onThem().length;
    try {
      for (const { name } of drained) await cordon(cluster, name, true);
      const putOff = await evictAll(cluster, onThem());
      await pods.until(`nothing left in ${zone}`, () => onThem().length === 0, patienceSeconds);
      await watched.untilWhole();
      return [
        { what: `pods moved out of ${zone}`, allowed: 'at least 1', seen: String(before), holds: before > 0 },
        ...watched.measures(),
        putOff,
      ];
    } finally {
      for (const { name } of drained) await cordon(cluster, name, false);
    }
  },
};

async function cordon({ client }: RehearsedCluster, name: string, unschedulable: boolean): Promise<void> {
  await client.merge({ apiVersion: 'v1', kind: 'Node', name }, { spec: { unschedulable } });
}

/** Evicts pod after pod, trying again where a budget puts it off; tries a second of each budget at once, too. */
async function evictAll(cluster: RehearsedCluster, pods: readonly Pod[]): Promise<Measure> {
  let refused = 0;
  for (const pod of pods) {
    while (!(await evict(cluster, pod))) {
      refused += 1;
      await wait(tryAgainMs, undefined, { signal: cluster.signal });
    }
    if (pod.metadata.labels?.['app.kubernetes.io/name'] === names.application) {
      refused += await evictAnother(cluster, pod);
    }
  }
  return {
    what: 'evictions that a budget put off, one of them beyond it',
    allowed: 'at least 1',
    seen: String(refused),
    holds: refused > 0,
  };
}

/** Gives 1 when a second pod, in another zone, may not go while the first is not replaced. */
async function evictAnother(cluster: RehearsedCluster, gone: Pod): Promise<number> {
  const { client, main } = cluster;
  const { items } = await client.list<Pod>(podsOf(main.namespace));
  const other = items.find((pod) => pod.spec.nodeName !== gone.spec.nodeName && isReady(pod));
  if (other === undefined) return 0;
  return (await evict(cluster, other)) ? 0 : 1;
}

/** Whether the pod may go now: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/. */
async function evict({ client }: RehearsedCluster, { metadata }: Pod): Promise<boolean> {
  const { name, namespace } = metadata;
  const of = { apiVersion: 'v1', kind: 'Pod', name, ...(namespace !== undefined && { namespace }) };
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  };
  try {
    await client.create(eviction, { of, name: 'eviction' });
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 429) return false;
    if (error instanceof ApiRefusal && error.status === 404) return true;
    throw error;
  }
}

/** Every budget of the stand, with the fewest pods that were ready under it. */
async function watchBudgets(cluster: RehearsedCluster) {
  const { namespace } = cluster.main;
  const { items } = await cluster.client.list<Budget>({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    namespace,
  });
  const watches = await Promise.all(
    items.map(async ({ metadata, spec }) => {
      const counts: number[] = [];
      const labels = spec.selector.matchLabels;
      const pods = await cluster.follow<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labels }, (seen) =>
        counts.push(seen.filter(isReady).length),
      );
      const whole = pods.objects().filter(isReady).length;
      const measure = (): Measure => {
        const [least, allowed] = [Math.min(...counts), whole - spec.maxUnavailable];
        return {
          what: `pods ready under the budget ${metadata.name}`,
          allowed: `at least ${allowed} (${whole} less maxUnavailable ${spec.maxUnavailable})`,
          seen: String(least),
          holds: least >= allowed,
        };
      };
      const untilWhole = () =>
        pods.until(
          `${whole} pods of ${metadata.name} ready again`,
          (seen) => seen.filter(isReady).length >= whole,
          patienceSeconds,
        );
      return { measure, untilWhole };
    }),
  );
  return {
    measures: () => watches.map(({ measure }) => measure()),
    untilWhole: () => Promise.all(watches.map(({ untilWhole }) => untilWhole())),
  };
}
