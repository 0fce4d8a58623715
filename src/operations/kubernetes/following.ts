import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import type { KubernetesObject, Selection } from './kubernetes-object.ts';

/** Objects as they are at this moment, kept up to date by a watch. */
export type Following<T extends KubernetesObject> = {
  readonly objects: () => readonly T[];
  /**
   * Waits until the objects are so. Says what was waited for, and what is there instead, in a StillNotSo after the
   * patience, in seconds.
   */
  readonly until: (
    what: string,
    holds: (objects: readonly T[]) => boolean,
    patienceSeconds: number,
  ) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Something was waited for and did not come. */
export class StillNotSo extends Error {
  override readonly name = 'StillNotSo';
}

/**
 * Follows objects from now on. `seen` is told of the first state and of every single change, in order: nothing that
 * the server says is skipped. An error of the watch, or of `seen`, is thrown by `until` and `stop`.
 */
export async function follow<T extends KubernetesObject>(
  client: ApiClient,
  selection: Selection,
  seen: (objects: readonly T[]) => void = () => {},
): Promise<Following<T>> {
  const ending = new AbortController();
  const first = await client.list<T>(selection);
  const objects = new Map(first.items.map((item) => [keyOf(item), item]));
  const now = () => [...objects.values()];
  let changed = Promise.withResolvers<void>();
  seen(now());

  async function keepUp(): Promise<void> {
    for await (const { type, object } of client.watch<T>(selection, first.resourceVersion, ending.signal)) {
      if (type === 'DELETED') objects.delete(keyOf(object));
      else objects.set(keyOf(object), object);
      seen(now());
      const told = changed;
      changed = Promise.withResolvers();
      told.resolve();
    }
  }
  const watching = keepUp().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  // Whoever waits is told; that nobody waits at this moment must not end the process.
  watching.catch(() => {});

  return {
    objects: now,
    async until(what, holds, patienceSeconds) {
      const patience = wait(patienceSeconds * 1000, 'late' as const, { signal: ending.signal }).catch(
        () => 'late' as const,
      );
      while (!holds(now())) {
        const came = await Promise.race([changed.promise, patience, watching.then(() => 'ended' as const)]);
        if (came !== undefined && !holds(now())) {
          throw new StillNotSo(`${what}: not so after ${patienceSeconds} s; ${described(now())}`);
        }
      }
    },
    async stop() {
      ending.abort();
      await watching;
    },
  };
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** So many are named. */
const namedObjects = 4;

function described(objects: readonly KubernetesObject[]): string {
  if (objects.length === 0) return 'there is none';
  const shown = objects.slice(0, namedObjects).map((object) => {
    const { status } = object as { readonly status?: unknown };
    return `${object.metadata.name} ${JSON.stringify(status ?? {}).slice(0, 400)}`;
  });
  return shown.join('; ');
}
