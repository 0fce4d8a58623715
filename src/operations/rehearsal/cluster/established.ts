import type { ApiClient } from '../../kubernetes/api-client.ts';
import { untilEstablished } from '../../kubernetes/established-definitions.ts';
import type { Definition } from './definitions.ts';

/** Applies definitions of kinds and waits until the server serves all of them. */
export async function establish(client: ApiClient, definitions: readonly Definition[]): Promise<void> {
  // The makers' own fields, known to newer servers alone, are theirs to answer for: ours are applied strictly.
  for (const definition of definitions) await client.apply(definition);
  await untilEstablished(client, new Set(definitions.map(({ metadata }) => metadata.name)));
}
