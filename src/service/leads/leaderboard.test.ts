import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memoryCache } from '../connections/cache-memory.ts';
import type { Cache } from '../connections/cache.ts';
import { postgresEvents } from '../connections/events-postgres.ts';
import type { Event } from '../connections/events.ts';
import { handleEvents, keepLeaderboard } from './leaderboard.ts';
import { readLeaderboard, type LeaderboardView } from './leaderboard-reading.ts';
import {
  leaderboardMeasures,
  leaderboardWindows,
  type LeaderboardMeasure,
  type LeaderboardWindow,
} from './leaderboard-window.ts';
import {
  arrivalOf,
  newSource,
  openLeadDatabase,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';
import { fillAccount, leadEvents } from './test-lead-events.ts';

describe('the leaderboard', () => {
  let database: LeadDatabase;
  let door: Door;
  let account: TestAccount;
  let cache: Cache;
  before(async () => {
    database = await openLeadDatabase();
    door = database.newDoor();
  });
  after(() => database.close());
  const fresh = async () => {
    account = await database.newAccount();
    cache = memoryCache();
  };
  const handle = (events: readonly Event[], now?: Date) =>
    handleEvents({ postgres: database.postgres, cache }, events, now);
  const read = (
    window: LeaderboardWindow,
    by: LeaderboardMeasure,
    limit = 20,
    now = new Date(),
    from = cache,
  ): Promise<LeaderboardView> =>
    readLeaderboard(
      { postgres: database.postgres, cache: from },
      account.account,
      { window, by, limit },
      now,
    );
  const fill = (sources: number, leads: number) => fillAccount(database, door, account, sources, leads);

  it('gives the same answer from memory and from the tallies', async () => {
    await fresh();
    const now = new Date();
    let rebuilt = 0;
    const memory = cache;
    cache = {
      ...memory,
      rebuild: async (...board) => {
        rebuilt += 1;
        await memory.rebuild(...board);
      },
    };
    await fill(6, 30);
    const boards = leaderboardWindows.flatMap((window) => leaderboardMeasures.map((by) => ({ window, by })));
    for (const { window, by } of boards) await read(window, by, 20, now);
    const events = await leadEvents(database, account.account);
    for (let from = 0; from < events.length; from += 4) {
      await handle(events.slice(from, from + 4), now);
      for (const { window, by } of boards) {
        for (const limit of [1, 3, 20]) {
          assert.deepEqual(
            await read(window, by, limit, now),
            await read(window, by, limit, now, memoryCache()),
          );
        }
      }
    }
    assert.equal(rebuilt, boards.length, 'a board that is in memory is not made anew');
    const { items } = await read('all', 'accepted', 20, now);
    assert.equal(
      items.reduce((total, { received }) => total + received, 0),
      30,
    );
  });

  it('shows the best first, equal ones by name, at the limit too', async () => {
    await fresh();
    const names = ['Echo', 'alpha', 'Charlie', 'bravo', 'Delta'];
    const ids = await Promise.all(names.map((name) => newSource(database.postgres, account.account, name)));
    await door.store(
      ids.map((sourceId, index) => ({ ...arrivalOf(account, { email: `t${index}@lee.example` }), sourceId })),
    );
    await door.store([{ ...arrivalOf(account, { email: 'best@lee.example' }), sourceId: ids[4]! }]);
    await handle(await leadEvents(database, account.account));
    for (const from of [cache, memoryCache(), cache]) {
      const shown = async (limit: number) =>
        (await read('day', 'accepted', limit, new Date(), from)).items.map(
          ({ rank, source, accepted }) => `${rank} ${source} ${accepted}`,
        );
      assert.deepEqual(await shown(20), ['1 Delta 2', '2 alpha 1', '3 bravo 1', '4 Charlie 1', '5 Echo 1']);
      assert.deepEqual(await shown(2), ['1 Delta 2', '2 alpha 1']);
      assert.deepEqual(await shown(1), ['1 Delta 2']);
    }
  });

  it('ranks by quality: points of accepted leads for each lead received', async () => {
    await fresh();
    const poor = await newSource(database.postgres, account.account, 'Poor');
    await door.store([
      arrivalOf(account, { email: 'q1@lee.example' }),
      ...[1, 2, 3].map((n) => ({
        ...arrivalOf(account, { email: `q${n}@gmail.com`, company: 'x' }),
        sourceId: poor,
      })),
      ...[1, 2, 3, 4].map(() => ({ ...arrivalOf(account, { email: 'q1@gmail.com' }), sourceId: poor })),
    ]);
    await handle(await leadEvents(database, account.account));
    const { items, since, window, by } = await read('month', 'quality');
    assert.deepEqual(
      items.map(({ rank, source, accepted, received, quality }) => [
        rank,
        source,
        accepted,
        received,
        quality,
      ]),
      [
        [1, 'Web', 1, 1, 30],
        [2, 'Poor', 3, 7, 10.7],
      ],
    );
    const now = new Date();
    assert.deepEqual(
      [window, by, since],
      ['month', 'quality', new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())).toISOString()],
    );
    assert.equal((await read('month', 'accepted')).items[0]?.source, 'Poor');
  });

  it('counts the running hour, day and month of UTC', async () => {
    await fresh();
    await door.store([arrivalOf(account, { email: 'w@lee.example' })]);
    const [event] = await leadEvents(database, account.account);
    const now = new Date('2026-03-31T23:30:00Z');
    const at = (time: string, n: bigint): Event => ({
      ...event!,
      time: new Date(time),
      position: { shard: 0, n },
    });
    await handle(
      [
        at('2026-02-28T23:59:59Z', 1n),
        at('2026-03-01T00:00:00Z', 2n),
        at('2026-03-31T00:00:00Z', 3n),
        at('2026-03-31T22:59:59.999Z', 4n),
        at('2026-03-31T23:00:00Z', 5n),
      ],
      now,
    );
    const counts = await Promise.all(
      leaderboardWindows.map(async (window) => (await read(window, 'accepted', 5, now)).items[0]?.accepted),
    );
    assert.deepEqual(counts, [1, 3, 4, 5]);
    const sinces = await Promise.all(
      leaderboardWindows.map(async (window) => (await read(window, 'accepted', 5, now)).since),
    );
    assert.deepEqual(sinces, [
      '2026-03-31T23:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      null,
    ]);
    const later = await read('hour', 'accepted', 5, new Date('2026-04-01T00:00:00Z'));
    assert.deepEqual(later.items, []);
  });

  it('takes no board for whole that only had changes since it was lost', async () => {
    await fresh();
    const events = await fill(5, 30);
    await handle(events);
    await read('day', 'accepted');
    const lost = memoryCache();
    const half: Cache = {
      ...lost,
      top: async (board, limit) =>
        (await lost.top(board, limit)) ?? [{ member: '', score: Number.MAX_SAFE_INTEGER }],
    };
    cache = half; // It says that it keeps the boards, and then has lost them.
    await handle(events.slice(-1));
    cache = lost;
    assert.deepEqual(
      await read('day', 'accepted'),
      await read('day', 'accepted', 20, new Date(), memoryCache()),
    );
  });

  it('follows the log', async () => {
    await fresh();
    const events = await postgresEvents(database.postgres, database.appUrl);
    const consumer = keepLeaderboard({ postgres: database.postgres, cache, events });
    try {
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          door.intake.take(arrivalOf(account, { email: `c${index % 30}@lee.example` })),
        ),
      );
      events.wake();
      for (;;) {
        const { items } = await read('all', 'accepted');
        if (items[0]?.received === 40) break;
      }
      const [first] = (await read('all', 'accepted')).items;
      assert.deepEqual([first?.accepted, first?.received, first?.sourceId], [30, 40, account.sourceId]);
    } finally {
      await consumer.stop();
      await events.close();
    }
  });

  it('keeps accounts apart', async () => {
    await fresh();
    const first = account;
    await door.store([arrivalOf(first, { email: 'x@lee.example' })]);
    const of = await leadEvents(database, first.account);
    await fresh();
    await door.store([arrivalOf(account, { email: 'x@lee.example' })]);
    await handle([...of, ...(await leadEvents(database, account.account))]);
    assert.deepEqual(
      (await read('all', 'accepted')).items.map(({ sourceId, received }) => [sourceId, received]),
      [[account.sourceId, 1]],
    );
  });
});
