import type { Cache } from '../connections/cache.ts';
import type { Consumer, Event, Events } from '../connections/events.ts';
import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { boardAt, isKept, rebuildBoard, setScores, type Board } from './leaderboard-board.ts';
import {
  addTallies,
  countEvents,
  countLog,
  holdTallies,
  talliedTypes,
  talliesSince,
  type Stretch,
} from './leaderboard-tallies.ts';
import { beginningOf, leaderboardMeasures, leaderboardWindows } from './leaderboard-window.ts';

export type LeaderboardDoor = { readonly postgres: Postgres; readonly cache: Cache; readonly events: Events };

/** Keeps tallies and boards up to date with the log, as a member of its group. */
export function keepLeaderboard(door: LeaderboardDoor): Consumer {
  return door.events.consume({
    group: 'leaderboard',
    types: talliedTypes,
    handle: (batch) => handleEvents(door, batch),
  });
}

/**
 * Counts a batch in one transaction of exactly its accounts, then sets what its sources have on the boards that
 * are in memory. The same batch again changes nothing and sets the same.
 */
export async function handleEvents(
  { postgres, cache }: Omit<LeaderboardDoor, 'events'>,
  batch: readonly Event[],
  now = new Date(),
): Promise<void> {
  const byAccount = Map.groupBy(batch, (event) => event.account);
  await inTransaction(postgres, { accounts: [...byAccount.keys()] }, (transaction) =>
    countEvents(transaction, batch),
  );
  for (const [account, events] of byAccount) {
    const newest = newestOfSources(events);
    for (const window of leaderboardWindows) {
      const since = beginningOf(window, now)?.getTime() ?? 0;
      const sources = [...newest].filter(([, time]) => time >= since).map(([source]) => source);
      const boards = leaderboardMeasures.map((by) => boardAt(account, window, by, now));
      if (sources.length > 0) await setOnBoards(postgres, cache, boards, sources);
    }
  }
}

/** By source, when its newest event was, in milliseconds. */
function newestOfSources(events: readonly Event[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { data, time } of events) {
    const source = String(data['sourceId']);
    newest.set(source, Math.max(newest.get(source) ?? 0, time.getTime()));
  }
  return newest;
}

/** Boards of one window, by each measure. */
async function setOnBoards(
  postgres: Postgres,
  cache: Cache,
  boards: readonly Board[],
  sources: readonly string[],
): Promise<void> {
  const kept: Board[] = [];
  for (const board of boards) if (await isKept(cache, board)) kept.push(board);
  const [first] = kept;
  if (first === undefined) return; // Nobody looks at them: they are made when somebody does.
  const tallies = await inTransaction(postgres, { accounts: [first.account] }, (transaction) =>
    talliesSince(transaction, first.account, first.since, sources),
  );
  for (const board of kept) await setScores(cache, board, tallies);
}

/**
 * Counts the tallies of an account anew from the log, and makes its boards anew. May run at any time, beside
 * the consumer. Months that are no longer in the log keep what was counted.
 */
export async function rebuildTallies(
  { postgres, cache }: Omit<LeaderboardDoor, 'events'>,
  account: string,
  now = new Date(),
): Promise<void> {
  for (const month of await monthsOfLog(postgres)) await rebuildMonth(postgres, account, month);
  for (const window of leaderboardWindows) {
    for (const by of leaderboardMeasures)
      await rebuildBoard(postgres, cache, boardAt(account, window, by, now));
  }
}

type Month = Pick<Stretch, 'first' | 'next'>;

/** The months that the log still holds, each whole: retention drops them whole. */
async function monthsOfLog(postgres: Postgres): Promise<readonly Month[]> {
  const { rows } = await postgres.pool.query<Month>(
    `select first::text || ' UTC' as first, (first + interval '1 month')::text || ' UTC' as next
     from pg_inherits join pg_class on pg_class.oid = inhrelid,
       lateral (select to_timestamp(right(relname, 7), 'YYYY_MM') at time zone 'UTC' as first) month
     where inhparent = 'outbox'::regclass order by 1`,
  );
  return rows;
}

/**
 * The long count comes first and holds nobody up; what came meanwhile is counted while the account is held, so
 * that the consumer finds each event either counted by us or still to be counted.
 */
async function rebuildMonth(postgres: Postgres, account: string, month: Month): Promise<void> {
  await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    await transaction.query('set local statement_timeout = 0');
    await transaction.query('set local transaction_timeout = 0');
    const settled = async () => {
      const { rows } = await transaction.query<{ settled: string }>(
        'select settled_position()::text as settled',
      );
      return rows[0]?.settled ?? '0';
    };
    const middle = await settled();
    const counted = await countLog(transaction, account, { ...month, from: '0', to: middle });
    await holdTallies(transaction, [account]);
    const rest = await countLog(transaction, account, { ...month, from: middle, to: await settled() });
    await transaction.query(
      'delete from source_tallies where account_id = $1 and hour >= $2::timestamptz and hour < $3::timestamptz',
      [account, month.first, month.next],
    );
    await addTallies(transaction, account, counted);
    await addTallies(transaction, account, rest);
  });
}
