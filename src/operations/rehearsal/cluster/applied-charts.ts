import type { AddOn, Manifest } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { applyManifests } from '../../kubernetes/apply-manifests.ts';
import type { RenderedCharts } from './charts.ts';

/** What came of the add-ons' charts. */
export type AppliedCharts = {
  readonly planned: number;
  readonly applied: number;
  /** Each a sentence. */
  readonly faults: readonly string[];
};

/**
 * Applies what Helm makes of the add-ons, each in its namespace. What the API server would hand other requests on to
 * (admission, aggregated APIs) is tried and not kept: nobody here would answer it.
 */
export async function applyCharts(
  client: ApiClient,
  addOns: readonly AddOn[],
  charts: RenderedCharts,
): Promise<AppliedCharts> {
  const faults: string[] = [];
  let [applied, planned] = [0, 0];
  for (const { name, namespace } of addOns) {
    const { objects = [], admission = [] } = charts.get(name) ?? {};
    const placed = await Promise.all(
      [...objects, ...admission].map((object) => within(client, object, namespace)),
    );
    const kept = placed.filter((object) => !isHandedOn(object));
    const tried = placed.filter(isHandedOn);
    const results = [
      await applyManifests(client, kept),
      await applyManifests(client, tried, { dryRun: true }),
    ];
    planned += placed.length;
    for (const result of results) {
      applied += result.applied;
      const said = [...result.refusals, ...result.warnings];
      faults.push(...said.map((fault) => `add-on ${name}: ${fault}`));
    }
  }
  return { planned, applied, faults };
}

function isHandedOn({ kind }: Manifest): boolean {
  return ['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].includes(kind);
}

/** Helm puts an object that names no namespace into that of the release. */
async function within(client: ApiClient, object: Manifest, namespace: string): Promise<Manifest> {
  if (object.metadata?.namespace !== undefined || !(await client.isNamespaced(object))) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
