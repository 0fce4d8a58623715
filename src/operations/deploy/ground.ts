import type { Manifest, Manifests } from '../../platform/midcoast.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { applyManifests } from '../kubernetes/apply-manifests.ts';
import { namespacesOf, type ClusterOrder } from '../rollout/cluster-order.ts';
import { refused } from '../rollout/rollout-failures.ts';

/** What a version of the application stands on: objects that are applied before it, heading after heading. */
export type Ground = {
  /** The namespaces of all headings, and all of these. */
  readonly lay: (headings: readonly string[]) => Promise<void>;
  /** The objects of some headings. */
  readonly open: (headings: readonly string[]) => Promise<void>;
  /** What is left, and what the migration needs; jobs with their schedules come with the version itself. */
  readonly prepare: (order: ClusterOrder) => Promise<void>;
  /** Addresses of those that were not there, or not so. */
  readonly changed: () => readonly string[];
};

/** Each of its words throws `manifests_refused` (exit outside). */
export function openGround(given: {
  readonly client: ApiClient;
  readonly objects: Manifests;
  readonly say: (line: string) => void;
}): Ground {
  const { client, objects, say } = given;
  const made: string[] = [];
  const of = (headings: readonly string[]) => headings.flatMap((heading) => objects[heading] ?? []);
  async function apply(manifests: readonly Manifest[]): Promise<void> {
    const { applied, changed, refusals, warnings } = await applyManifests(client, manifests, { force: true });
    warnings.forEach(say);
    made.push(...changed);
    if (refusals.length > 0) throw refused(manifests.length, applied, refusals);
  }
  return {
    lay: (headings) => apply([...namespacesOf(objects), ...of(headings)]),
    open: (headings) => apply(of(headings)),
    async prepare({ prepared, rolledOut: [first = ''] }) {
      const needed = of([first]).filter(({ kind }) => kind !== 'CronJob');
      await apply([...of(prepared), ...needed]);
    },
    changed: () => [...new Set(made)],
  };
}
