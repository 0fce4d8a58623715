import type { Cache } from '../connections/cache.ts';
import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { boardAt, rebuildBoard, topOf } from './leaderboard-board.ts';
import { talliesSince } from './leaderboard-tallies.ts';
import {
  measured,
  qualityOf,
  type LeaderboardMeasure,
  type LeaderboardWindow,
  type SourceTally,
} from './leaderboard-window.ts';

/** A leaderboard as it is shown. */
export type LeaderboardView = {
  window: LeaderboardWindow;
  by: LeaderboardMeasure;
  /** The start of the window, RFC 3339; null where it has none. */
  since: string | null;
  items: {
    rank: number;
    sourceId: string;
    source: string;
    accepted: number;
    received: number;
    quality: number;
  }[];
};

export type LeaderboardQuery = {
  readonly window: LeaderboardWindow;
  readonly by: LeaderboardMeasure;
  readonly limit: number;
};

/**
 * The best sources of an account in the running window, best first, equal ones by name. The order is read from
 * the cache, or made anew from the tallies where it is missing; the numbers always come from the tallies.
 */
export async function readLeaderboard(
  { postgres, cache }: { readonly postgres: Postgres; readonly cache: Cache },
  account: string,
  { window, by, limit }: LeaderboardQuery,
  now = new Date(),
): Promise<LeaderboardView> {
  const board = boardAt(account, window, by, now);
  const ids = await topOf(cache, board, limit);
  const tallies =
    ids === undefined
      ? await rebuildBoard(postgres, cache, board)
      : await inTransaction(postgres, { accounts: [account] }, (transaction) =>
          talliesSince(transaction, account, board.since, ids),
        );
  const best = firstOf(tallies, by, limit);
  const names = await namesOf(
    postgres,
    account,
    best.map(({ sourceId }) => sourceId),
  );
  const items = best
    .map((tally) => ({ tally, source: names.get(tally.sourceId) ?? '' }))
    .toSorted((a, b) => measured(by, b.tally) - measured(by, a.tally) || byName(a.source, b.source))
    .slice(0, limit)
    .map(({ tally, source }, index) => ({
      rank: index + 1,
      sourceId: tally.sourceId,
      source,
      accepted: tally.accepted,
      received: tally.received,
      quality: qualityOf(tally),
    }));
  return { window, by, since: board.since?.toISOString() ?? null, items };
}

/** The first `limit`, and all that equal the last of them: their names decide. */
function firstOf(
  tallies: readonly SourceTally[],
  by: LeaderboardMeasure,
  limit: number,
): readonly SourceTally[] {
  const boundary = tallies.map((tally) => measured(by, tally)).toSorted((a, b) => b - a)[limit - 1];
  return boundary === undefined ? tallies : tallies.filter((tally) => measured(by, tally) >= boundary);
}

async function namesOf(
  postgres: Postgres,
  account: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{ id: string; name: string }>({
      name: 'source-names',
      text: 'select id, name from sources where account_id = $1 and id = any ($2::uuid[])',
      values: [account, ids],
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  });
}

/** Names differ by more than letter case. */
function byName(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
