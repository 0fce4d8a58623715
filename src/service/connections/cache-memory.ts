import type { Allowance, Cache, Scored, Taken } from './cache.ts';

/** Entries of each kind kept; the one longest unused goes first. */
const mostEntries = 100_000;

type Clock = () => number;

/** The cache of one process, in its own memory. `clock` gives milliseconds. */
export function memoryCache(clock: Clock = () => performance.now()): Cache {
  const values = new Expiring<string>(clock);
  const boards = new Expiring<Map<string, number>>(clock);
  const buckets = new Expiring<Bucket>(clock);
  const channels = new Map<string, Set<Subscription>>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value, { ttlSeconds }) => values.set(key, value, ttlSeconds),
    delete: async (key) => values.delete(key),

    publish: async (channel, message) => {
      for (const subscription of channels.get(channel) ?? [])
        queueMicrotask(() => hand(subscription, message));
    },
    subscribe: async (channel, listener) => {
      const subscription: Subscription = { listener, open: true };
      channels.set(channel, (channels.get(channel) ?? new Set()).add(subscription));
      return async () => {
        subscription.open = false;
        const left = channels.get(channel);
        if (left?.delete(subscription) === true && left.size === 0) channels.delete(channel);
      };
    },

    score: async (name, scores, { ttlSeconds }) => {
      const board = boards.get(name);
      if (board === undefined) return;
      for (const { member, score } of scores) board.set(member, score);
      boards.set(name, board, ttlSeconds);
    },
    top: async (name, limit) => {
      const board = boards.get(name);
      return board === undefined ? undefined : ranked(board).slice(0, limit);
    },
    rebuild: async (name, scores, { ttlSeconds }) =>
      boards.set(name, new Map(scores.map(({ member, score }) => [member, score])), ttlSeconds),

    take: (key, allowance, cost) => {
      const { taken, left } = takeFrom(buckets.get(key), allowance, cost, clock());
      buckets.set(key, left, 1 + allowance.burst / allowance.perSecond);
      return taken;
    },

    close: async () => channels.clear(),
  };
}

function ranked(board: ReadonlyMap<string, number>): Scored[] {
  return [...board]
    .map(([member, score]) => ({ member, score }))
    .toSorted((a, b) => b.score - a.score || (a.member < b.member ? -1 : 1));
}

type Subscription = { readonly listener: (message: string) => void; open: boolean };

function hand(subscription: Subscription, message: string): void {
  try {
    if (subscription.open) subscription.listener(message);
  } catch {
    // Its own fault, and no reason to keep the message from the others, as another process would not either.
  }
}

type Bucket = { readonly tokens: number; readonly at: number };

/** Tokens that adding up fractions may lose. */
const rounding = 1e-9;

function takeFrom(
  bucket: Bucket | undefined,
  { perSecond, burst }: Allowance,
  cost: number,
  now: number,
): { readonly taken: Taken; readonly left: Bucket } {
  const refilled = bucket === undefined ? burst : bucket.tokens + ((now - bucket.at) / 1000) * perSecond;
  const tokens = Math.min(burst, refilled);
  if (cost <= tokens + rounding)
    return { taken: { allowed: true }, left: { tokens: tokens - cost, at: now } };
  const missing = Math.min(cost, burst) - tokens;
  const retryAfterSeconds = Math.max(1, Math.ceil(missing / perSecond));
  return { taken: { allowed: false, retryAfterSeconds }, left: { tokens, at: now } };
}

/** A map whose entries end; bounded, so that keys from outside cannot fill the memory. */
class Expiring<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly ends: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.ends <= this.#clock()) return undefined;
    this.#entries.set(key, entry); // The last in order is the one used last.
    return entry.value;
  }

  set(key: string, value: V, ttlSeconds: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, ends: this.#clock() + ttlSeconds * 1000 });
    if (this.#entries.size <= mostEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
