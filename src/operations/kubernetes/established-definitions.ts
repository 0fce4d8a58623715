import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { absent } from './api-refusal.ts';
import { follow, StillNotSo } from './following.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isTrue, type Condition } from './pod.ts';

type DefinitionSeen = KubernetesObject & {
  readonly spec?: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
};

/** Definitions are large; a busy server takes some seconds for all. */
const patienceSeconds = 60;
const askAgainMs = 100;

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
    const definitions = following.objects().filter(({ metadata }) => names.has(metadata.name));
    for (const definition of definitions) await untilFound(client, definition);
  } finally {
    await following.stop();
  }
}

/** What is established is served; that whoever asks which kinds there are is told of it comes a moment later. */
async function untilFound(client: ApiClient, { spec }: DefinitionSeen): Promise<void> {
  const until = performance.now() + patienceSeconds * 1000;
  for (const { name } of spec?.versions.filter(({ served }) => served) ?? []) {
    const path = `/apis/${spec?.group}/${name}`;
    while (!(await kindsAt(client, path)).has(spec?.names.kind ?? '')) {
      if (performance.now() > until)
        throw new StillNotSo(`${spec?.names.kind} at ${path}: not there after ${patienceSeconds} s`);
      await wait(askAgainMs);
    }
  }
}

async function kindsAt(client: ApiClient, path: string): Promise<ReadonlySet<string>> {
  const found = await client.read<{ resources: readonly { readonly kind: string }[] }>(path).catch(absent);
  return new Set(found?.resources.map(({ kind }) => kind));
}
