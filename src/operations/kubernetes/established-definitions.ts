import type { ApiClient } from './api-client.ts';
import { follow } from './following.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isTrue, type Condition } from './pod.ts';

type DefinitionSeen = KubernetesObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

/** Definitions are large; a busy server takes some seconds for all. */
const patienceSeconds = 60;

/** Waits until the server serves the kinds of all definitions of these names. Throws a StillNotSo where it does not. */
export async function untilEstablished(client: ApiClient, names: ReadonlySet<string>): Promise<void> {
  if (names.size === 0) return;
  const following = await follow<DefinitionSeen>(client, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
  });
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
