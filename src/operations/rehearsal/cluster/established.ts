import type { ApiClient } from '../../kubernetes/api-client.ts';
import { follow } from '../../kubernetes/following.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { isTrue, type Condition } from '../../kubernetes/pod.ts';
import type { Definition } from './definitions.ts';

type DefinitionSeen = KubernetesObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

/** Definitions are large; a busy machine takes some seconds for all. */
const patienceSeconds = 60;

/** Applies definitions of kinds and waits until the server serves all of them. */
export async function establish(client: ApiClient, definitions: readonly Definition[]): Promise<void> {
  // The makers' own fields, known to newer servers alone, are theirs to answer for: ours are applied strictly.
  for (const definition of definitions) await client.apply(definition);
  const names = new Set(definitions.map(({ metadata }) => metadata.name));
  const [first] = definitions;
  if (first === undefined) return;
  const { apiVersion, kind } = first;
  const following = await follow<DefinitionSeen>(client, { apiVersion, kind });
  try {
    await following.until(
      `${names.size} definitions established`,
      (seen) =>
        seen.filter(
          ({ metadata, status }) => names.has(metadata.name) && isTrue(status?.conditions, 'Established'),
        ).length === names.size,
      patienceSeconds,
    );
  } finally {
    await following.stop();
  }
}
