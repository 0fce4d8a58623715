import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../platform/midcoast.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { applyManifests } from '../kubernetes/apply-manifests.ts';
import { untilEstablished } from '../kubernetes/established-definitions.ts';
import type { Release } from './helm-release.ts';
import type { Helm } from './helm-run.ts';

/**
 * Brings the definitions in a chart's folder `crds` to its version, and waits until their kinds are served: Helm
 * installs them once and never touches them again
 * (https://helm.sh/docs/chart_best_practices/custom_resource_definitions/). Throws an Error with what is refused.
 */
export async function applyDefinitions(
  helm: Helm,
  { chart, definitionsElsewhere }: Release,
  client: ApiClient,
): Promise<void> {
  if (definitionsElsewhere === true) return;
  const shown = await helm(['show', 'crds', ...chart.words]);
  const definitions = parseAllDocuments(shown)
    .map((document) => document.toJS() as Manifest | null)
    .filter((object): object is Manifest => object?.kind === 'CustomResourceDefinition');
  // Helm wrote them first, and is asked no more.
  const { refusals } = await applyManifests(client, definitions, { force: true });
  if (refusals.length > 0) throw new Error(refusals.join('; '));
  await untilEstablished(client, new Set(definitions.map(({ metadata }) => metadata?.name ?? '')));
}
