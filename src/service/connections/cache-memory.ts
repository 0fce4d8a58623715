import { EventEmitter } from 'node:events';
import type { Allowance, Cache, Scored, Taken } from './cache.ts';

/** Entries of each kind kept; the one longest unused goes first. */
const mostEntries = 100_000;

type Clock = () => number;

/** The cache of one process, in its own memory. `clock` gives milliseconds. */
export function memoryCache(clock: Clock = () => performance.now()): Cache {
  const values = new Expiring<string>(clock);
  const boards = new Expiring<Map<string, number>>(clock);
  const buckets = new Expiring<Bucket>(clock);
  const channels = new EventEmitter().setMaxListeners(0);
  return {
    get: async (key) => values.get(key),
    set: async (key, value, { ttlSeconds }) => values.set(key, value, ttlSeconds),
    delete: async (key) => values.delete(key),

    publish: async (channel, message) => void channels.emit(channel, message),
    subscribe: async (channel, listener) => {
      channels.on(channel, listener);
      return async () => void channels.off(channel, listener);
    },

    score: async (name, scores, { ttlSeconds }) => {
      const board = boards.get(name) ?? new Map<string, number>();
      for (const { member, score } of scores) board.set(member, score);
      boards.set(name, board, ttlSeconds);
    },
    top: async (name, limit) => {
      const board = boards.get(name);
      return board === undefined ? undefined : ranked(board).slice(0, limit);
    },
    rebuild: async (name, scores, { ttlSeconds }) =>
      boards.set(name, new Map(scores.map(({ member, score }) => [member, score])), ttlSeconds),

    take: async (key, allowance, cost) => {
      const bucket = buckets.get(key) ?? { tokens: allowance.burst, at: clock() };
      const taken = takeFrom(bucket, allowance, cost, clock());
      buckets.set(key, bucket, 1 + allowance.burst / allowance.perSecond);
      return taken;
    },

    close: async () => void channels.removeAllListeners(),
  };
}

function ranked(board: ReadonlyMap<string, number>): Scored[] {
  return [...board]
    .map(([member, score]) => ({ member, score }))
    .toSorted((a, b) => b.score - a.score || (a.member < b.member ? -1 : 1));
}

type Bucket = { tokens: number; at: number };

function takeFrom(bucket: Bucket, allowance: Allowance, cost: number, now: number): Taken {
  const refilled = bucket.tokens + ((now - bucket.at) / 1000) * allowance.perSecond;
  bucket.tokens = Math.min(allowance.burst, refilled);
  bucket.at = now;
  if (cost <= bucket.tokens) {
    bucket.tokens -= cost;
    return { allowed: true };
  }
  const missing = Math.min(cost, allowance.burst) - bucket.tokens;
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(missing / allowance.perSecond)) };
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
    if (entry.ends > this.#clock()) return entry.value;
    this.#entries.delete(key);
    return undefined;
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
