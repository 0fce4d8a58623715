import type { Cache } from '../connections/cache.ts';

/** Seconds that a copy lives: how late another process may learn that a session ended. */
const copySeconds = 30;

/**
 * Milliseconds for which a copy is not believed after its session or its person changed. A reader that was
 * overtaken by the change may still put an old copy: after 30 s at most, when its statement is ended.
 */
const distrustedFor = (copySeconds + 30) * 1_000;

type Copied = { readonly userId: string; readonly expiresAt: string };

/** Copies of sessions in the cache, which may be lost, late or away: then the row is read. */
export type SessionCopies<Session extends Copied> = {
  get(hash: Buffer): Promise<Session | undefined>;
  put(hash: Buffer, session: Session): Promise<void>;
  drop(hash: Buffer): Promise<void>;
  /** Believes no copy of this person's sessions for a while. */
  distrust(userId: string): void;
};

/** `clock` gives milliseconds since 1970. */
export function sessionCopies<Session extends Copied>(
  cache: Cache,
  clock: () => number,
): SessionCopies<Session> {
  const distrusted = new Map<string, number>();
  const distrust = (name: string) => {
    for (const [other, until] of distrusted) if (until <= clock()) distrusted.delete(other);
    distrusted.set(name, clock() + distrustedFor);
  };
  const believed = (name: string) => (distrusted.get(name) ?? 0) <= clock();
  return {
    get: async (hash) => {
      if (!believed(nameOf(hash))) return undefined;
      const text = await cache.get(nameOf(hash)).catch(() => undefined);
      const copy = text === undefined ? undefined : (JSON.parse(text) as Session);
      return copy !== undefined && believed(copy.userId) && Date.parse(copy.expiresAt) > clock()
        ? copy
        : undefined;
    },
    put: async (hash, session) => {
      if (!believed(nameOf(hash)) || !believed(session.userId)) return;
      await cache
        .set(nameOf(hash), JSON.stringify(session), { ttlSeconds: copySeconds })
        .catch(() => undefined);
    },
    drop: async (hash) => {
      distrust(nameOf(hash));
      await cache.delete(nameOf(hash)).catch(() => undefined);
    },
    distrust,
  };
}

function nameOf(hash: Buffer): string {
  return `session:${hash.toString('base64url')}`;
}
