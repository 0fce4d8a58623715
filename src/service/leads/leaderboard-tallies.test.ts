import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memoryCache } from '../connections/cache-memory.ts';
import type { Cache } from '../connections/cache.ts';
import type { Event } from '../connections/events.ts';
import { handleEvents, rebuildTallies } from './leaderboard.ts';
import { readLeaderboard } from './leaderboard-reading.ts';
import type { LeaderboardMeasure, LeaderboardWindow } from './leaderboard-window.ts';
import { openLeadDatabase, type Door, type LeadDatabase, type TestAccount } from './test-lead-database.ts';
import { fillAccount } from './test-lead-events.ts';

describe('the tallies of sources', () => {
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
  const handle = (events: readonly Event[]) => handleEvents({ postgres: database.postgres, cache }, events);
  const read = (
    window: LeaderboardWindow,
    by: LeaderboardMeasure,
    limit = 20,
    now = new Date(),
    from = cache,
  ) =>
    readLeaderboard(
      { postgres: database.postgres, cache: from },
      account.account,
      { window, by, limit },
      now,
    );
  const tallies = async () => {
    const { rows } = await database.superuser.query(
      'select source_id, hour, accepted, duplicate, suppressed, points from source_tallies where account_id = $1 order by 1, 2',
      [account.account],
    );
    return rows;
  };
  const fill = (sources: number, leads: number) => fillAccount(database, door, account, sources, leads);

  it('counts each lead once, however often and in whatever pieces it is handed over', async () => {
    await fresh();
    const events = await fill(4, 60);
    await handle(events);
    const once = await tallies();
    const sum = (column: string) => once.reduce((total, row) => total + Number(row[column]), 0);
    assert.equal(sum('accepted') + sum('duplicate') + sum('suppressed'), 60);
    assert.equal(
      sum('points'),
      events.reduce((total, { data }) => total + Number(data['score'] ?? 0), 0),
    );
    assert.ok(sum('duplicate') > 0);
    await handle(events);
    await handle(events.slice(20));
    await Promise.all([handle(events), handle(events.slice(0, 30))]);
    assert.deepEqual(await tallies(), once);

    await database.superuser.query('delete from source_tallies where account_id = $1', [account.account]);
    for (let from = 0; from < events.length; from += 7) {
      await Promise.all([
        handle(events.slice(from, from + 7)),
        handle(events.slice(Math.max(0, from - 5), from + 7)),
      ]);
    }
    assert.deepEqual(await tallies(), once);
  });

  it('can be made anew from the log, beside the consumer', async () => {
    await fresh();
    const events = await fill(5, 80);
    await handle(events);
    const right = await tallies();
    await database.superuser.query(
      'update source_tallies set accepted = accepted + 5, position = 0 where account_id = $1',
      [account.account],
    );
    await database.superuser.query('delete from source_tallies where account_id = $1 and source_id = $2', [
      account.account,
      account.sourceId,
    ]);
    await Promise.all([
      rebuildTallies({ postgres: database.postgres, cache }, account.account),
      handle(events.slice(40)),
    ]);
    assert.deepEqual(await tallies(), right);
    await handle(events);
    assert.deepEqual(await tallies(), right);
    assert.deepEqual(
      await read('all', 'quality'),
      await read('all', 'quality', 20, new Date(), memoryCache()),
    );
  });

  it('keeps what was counted of months that the log no longer holds', async () => {
    await fresh();
    await database.superuser.query(
      "insert into source_tallies (account_id, source_id, hour, accepted) values ($1, $2, '2020-01-01', 7)",
      [account.account, account.sourceId],
    );
    await fill(1, 10);
    await rebuildTallies({ postgres: database.postgres, cache }, account.account);
    const { items } = await read('all', 'accepted');
    assert.equal(items[0]?.received, 17);
  });
});
