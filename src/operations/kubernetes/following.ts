import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient, WatchEvent } from './api-client.ts';
import { ApiRefusal } from './api-refusal.ts';
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
 * Follows objects from now on, through the ends of single watches. `seen` is told of the first state and of every
 * single change, in order; where the server no longer knows what came since, of the state as it is then. An error of
 * the watch, or of `seen`, is thrown by `until` and `stop`.
 */
export async function follow<T extends KubernetesObject>(
  client: ApiClient,
  selection: Selection,
  seen: (objects: readonly T[]) => void = () => {},
): Promise<Following<T>> {
  const ending = new AbortController();
  const stock = openStock(seen);
  const first = await takeStock(client, selection, stock);
  const watching = keepUp(client, selection, stock, { first, signal: ending.signal }).catch(
    (error: unknown) => {
      if (!ending.signal.aborted) throw error;
    },
  );
  // Whoever waits is told; that nobody waits at this moment must not end the process.
  watching.catch(() => {});
  return {
    objects: stock.now,
    async until(what, holds, patienceSeconds) {
      const enough = new AbortController();
      const signal = AbortSignal.any([ending.signal, enough.signal]);
      const late = wait(patienceSeconds * 1000, true, { signal }).catch(() => true);
      try {
        while (!holds(stock.now())) {
          const ended = watching.then(() => true);
          const isOver = await Promise.race([stock.changed().then(() => false), late, ended]);
          if (isOver && !holds(stock.now())) {
            throw new StillNotSo(`${what}: not so after ${patienceSeconds} s; ${described(stock.now())}`);
          }
        }
      } finally {
        enough.abort();
      }
    },
    async stop() {
      ending.abort();
      await watching;
    },
  };
}

/** The objects that are known, and whoever waits for the next change of them. */
type Stock<T> = {
  readonly now: () => readonly T[];
  readonly changed: () => Promise<void>;
  readonly replace: (items: readonly T[]) => void;
  readonly note: (event: WatchEvent<T>) => void;
};

function openStock<T extends KubernetesObject>(seen: (objects: readonly T[]) => void): Stock<T> {
  const objects = new Map<string, T>();
  const now = () => [...objects.values()];
  let change = Promise.withResolvers<void>();
  function tell(): void {
    seen(now());
    const told = change;
    change = Promise.withResolvers();
    told.resolve();
  }
  return {
    now,
    changed: () => change.promise,
    replace(items) {
      objects.clear();
      for (const item of items) objects.set(keyOf(item), item);
      tell();
    },
    note({ type, object }) {
      if (type === 'DELETED') objects.delete(keyOf(object));
      else objects.set(keyOf(object), object);
      tell();
    },
  };
}

async function takeStock<T extends KubernetesObject>(
  client: ApiClient,
  selection: Selection,
  stock: Stock<T>,
): Promise<string> {
  const { items, resourceVersion } = await client.list<T>(selection);
  stock.replace(items);
  return resourceVersion;
}

/** API servers end watches after some while, and are replaced; so often in a row one may be without an answer. */
const mostFailures = 8;
const resumeMs = 500;

/** Watches on and on, from where the last watch ended, or from a new stock. Ends by an error, or by the signal. */
async function keepUp<T extends KubernetesObject>(
  client: ApiClient,
  selection: Selection,
  stock: Stock<T>,
  { first, signal }: { readonly first: string; readonly signal: AbortSignal },
): Promise<never> {
  let since: string | undefined = first;
  for (let failures = 0; ;) {
    try {
      since ??= await takeStock(client, selection, stock);
      for await (const event of client.watch<T>(selection, since, signal)) {
        failures = 0;
        since = event.object.metadata.resourceVersion ?? since;
        stock.note(event);
      }
    } catch (error) {
      failures += 1;
      if (!isPassing(error) || failures > mostFailures) throw error;
      since = undefined;
    }
    await wait(resumeMs * (failures + 1), undefined, { signal });
  }
}

/** What another server, or the same one a moment later, may answer well. */
function isPassing(error: unknown): boolean {
  if (error instanceof ApiRefusal) return error.status === 410 || error.status === 429 || error.status >= 500;
  const { code = '' } = error as { readonly code?: string };
  return /^(UND_ERR_(?!ABORTED)|ECONN|EPIPE|ETIMEDOUT)/.test(code);
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
