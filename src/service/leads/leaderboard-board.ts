import type { Cache, Scored } from '../connections/cache.ts';
import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { talliesSince } from './leaderboard-tallies.ts';
import {
  beginningOf,
  measured,
  type LeaderboardMeasure,
  type LeaderboardWindow,
  type SourceTally,
} from './leaderboard-window.ts';

/** One board: the sources of an account in a window, by a measure. */
export type Board = {
  readonly account: string;
  readonly window: LeaderboardWindow;
  readonly by: LeaderboardMeasure;
  readonly since: Date | null;
};

export function boardAt(
  account: string,
  window: LeaderboardWindow,
  by: LeaderboardMeasure,
  now: Date,
): Board {
  return { account, window, by, since: beginningOf(window, now) };
}

/**
 * Seconds that a board nobody changes stays in memory: in a process that does not keep the boards itself, with
 * a memory of its own, that is how old it may become.
 */
const ttlSeconds = 60;

/**
 * Stands first on a board that holds all sources. One without it came to be by changes to a few, after the
 * whole was lost, and counts as missing.
 */
const whole: Scored = { member: '', score: Number.MAX_SAFE_INTEGER };

/** Ids of the first `limit` sources and of all that equal the last of them; undefined where it must be rebuilt. */
export async function topOf(
  cache: Cache,
  board: Board,
  limit: number,
): Promise<readonly string[] | undefined> {
  for (let asked = limit + 2; ; asked *= 2) {
    const ranked = await cache.top(nameOf(board), asked);
    if (ranked?.[0]?.member !== whole.member) return undefined;
    const sources = ranked.slice(1);
    const boundary = sources[limit - 1]?.score;
    const last = sources.at(-1)?.score;
    if (ranked.length < asked || boundary === undefined || last !== boundary) {
      return sources
        .filter(({ score }) => boundary === undefined || score >= boundary)
        .map(({ member }) => member);
    }
  }
}

export async function isKept(cache: Cache, board: Board): Promise<boolean> {
  return (await cache.top(nameOf(board), 1))?.[0]?.member === whole.member;
}

/** Sets what some sources have now. */
export async function setScores(cache: Cache, board: Board, tallies: readonly SourceTally[]): Promise<void> {
  await cache.score(nameOf(board), scoresOf(board, tallies), { ttlSeconds });
}

/** Makes the whole board anew from the tallies; answers them. */
export async function rebuildBoard(
  postgres: Postgres,
  cache: Cache,
  board: Board,
): Promise<readonly SourceTally[]> {
  const tallies = await inTransaction(postgres, { accounts: [board.account] }, (transaction) =>
    talliesSince(transaction, board.account, board.since),
  );
  await cache.rebuild(nameOf(board), [whole, ...scoresOf(board, tallies)], { ttlSeconds });
  return tallies;
}

function scoresOf(board: Board, tallies: readonly SourceTally[]): Scored[] {
  return tallies.map((tally) => ({ member: tally.sourceId, score: measured(board.by, tally) }));
}

function nameOf({ account, window, by, since }: Board): string {
  return `leaderboard:${account}:${window}:${since?.toISOString() ?? 'ever'}:${by}`;
}
