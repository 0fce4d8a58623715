/** What a rate limit allows: tokens that refill evenly, up to a burst. */
export type Allowance = { readonly perSecond: number; readonly burst: number };

export type Taken =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

export type Scored = { readonly member: string; readonly score: number };

/**
 * Fast memory that may be lost at any moment: whatever is in it can be made again. It knows no leads. The
 * contract is `cache.contract.ts`: each adapter passes it.
 */
export type Cache = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, options: { readonly ttlSeconds: number }): Promise<void>;
  delete(key: string): Promise<void>;

  /** Reaches those who are subscribed now, in every process, at most once each; a listener's fault is its own. */
  publish(channel: string, message: string): Promise<void>;
  /** Answers how to stop. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>;

  /**
   * Sets (not adds) the scores of members, so that the same call twice changes nothing. A board that is not in
   * memory stays so: a part of it would pass for the whole.
   */
  score(board: string, scores: readonly Scored[], options: { readonly ttlSeconds: number }): Promise<void>;
  /** Highest first, equal scores by member; undefined where the board is not in memory. */
  top(board: string, limit: number): Promise<readonly Scored[] | undefined>;
  /** Makes a whole board, in place of what there was; one without members is in memory too. */
  rebuild(board: string, scores: readonly Scored[], options: { readonly ttlSeconds: number }): Promise<void>;

  /**
   * Takes `cost` tokens, or none and says when to come again: for a cost over the burst, which is never
   * allowed, when the burst is full. Memory of this very process answers at once.
   */
  take(key: string, allowance: Allowance, cost: number): Taken | Promise<Taken>;

  close(): Promise<void>;
};
