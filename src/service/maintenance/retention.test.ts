import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { v7 } from 'uuid';
import { postgresEvents } from '../connections/events-postgres.ts';
import { PositionExpired } from '../connections/events.ts';
import { settingOf } from '../connections/postgres.ts';
import { letMonthsGo, monthsKept } from './retention.ts';
import { monthsAgo, openTestUpkeep, type TestUpkeep } from './test-upkeep.ts';

describe('retention', () => {
  let test: TestUpkeep;
  before(async () => {
    test = await openTestUpkeep();
  });
  after(() => test.close());

  const makeMonth = (table: string, months: number) =>
    test.owner.query(`call make_month('${table}', $1::date)`, [monthsAgo(months)]);
  const partition = (table: string, months: number) =>
    `${table}_${monthsAgo(months).toISOString().slice(0, 7).replace('-', '_')}`;
  const exists = async (name: string) =>
    (await test.superuser.query('select to_regclass($1) as found', [name])).rows[0]?.found !== null;
  const addEvent = (months: number, position: number) =>
    test.write(
      `insert into outbox (account_id, position, id, type, subject, data) values ($1, $2, $3, 'lead.accepted', $3, '{}')`,
      position,
      v7({ msecs: monthsAgo(months).getTime() }),
    );

  it('keeps events 13 months, leads and audit 25, each month whole', async () => {
    assert.deepEqual(monthsKept, { outbox: 13, leads: 25, audit: 25 });
    for (const [table, months] of Object.entries(monthsKept)) {
      for (const age of [months, months + 1, months + 2]) await makeMonth(table, age);
    }
    const ends = await letMonthsGo(test.owner);
    const gone = Object.entries(monthsKept).flatMap(([table, months]) => [
      { table, partition: partition(table, months + 2), kind: 'gone' },
      { table, partition: partition(table, months + 1), kind: 'gone' },
    ]);
    assert.deepEqual(ends, gone);
    for (const [table, months] of Object.entries(monthsKept)) {
      assert.equal(await exists(partition(table, months)), true);
      assert.equal(await exists(partition(table, months + 1)), false);
    }
    assert.deepEqual(await letMonthsGo(test.owner), []);
  });

  it('says to readers of the log what is gone, before it goes', async () => {
    await makeMonth('outbox', 14);
    await addEvent(14, 100);
    await addEvent(14, 200);
    await addEvent(13, 300);
    await addEvent(13, 150); // Clocks differ: some positions of the month that goes are in the next.
    const events = await postgresEvents(test.postgres, test.database.appUrl);
    const at = (n: bigint) => ({ account: test.account, after: { shard: 0, n }, limit: 10 });
    assert.deepEqual(
      (await events.read(at(100n))).events.map(({ position }) => position.n),
      [150n, 200n, 300n],
    );
    await letMonthsGo(test.owner);
    await assert.rejects(
      events.read(at(100n)),
      (error) => error instanceof PositionExpired && error.oldest.n === 200n,
    );
    for (const from of [0n, 200n]) {
      const first = await events.read({ ...at(from), limit: 1 });
      assert.deepEqual(
        first.events.map(({ position }) => position.n),
        [300n],
      );
      assert.deepEqual((await events.read({ ...at(0n), after: first.next })).events, []);
    }
    await events.close();
  });

  it('keeps a month that a group of consumers has not handled, and says which', async () => {
    await makeMonth('outbox', 14);
    await addEvent(14, 250);
    await test.superuser.query(
      "insert into consumer_positions (consumer_group, position) values ('leaderboard', 249)",
    );
    const month = { table: 'outbox', partition: partition('outbox', 14) };
    assert.deepEqual(await letMonthsGo(test.owner), [{ ...month, kind: 'held', group: 'leaderboard' }]);
    assert.equal(await exists(month.partition), true);
    await test.superuser.query('update consumer_positions set position = 250');
    assert.deepEqual(await letMonthsGo(test.owner), [{ ...month, kind: 'gone' }]);
  });

  it('says which leads are gone, so that their contacts may go too', async () => {
    await makeMonth('leads', 26);
    await letMonthsGo(test.owner);
    const { rows } = await test.superuser.query<{ right: boolean }>(
      "select leads_expired = first_id_of(date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' - interval '25 months') as right from shard",
    );
    assert.deepEqual(rows, [{ right: true }]);
  });

  it('holds up neither readers nor writers while it waits for one that reads', async () => {
    await makeMonth('outbox', 14);
    const reader = new pg.Client(test.database.appUrl);
    await reader.connect();
    await reader.query('begin');
    await reader.query('select set_config($1, $2, true)', settingOf({ accounts: [test.account] }));
    await reader.query('select count(*) from outbox');
    const going = letMonthsGo(test.owner);
    await waitingFor(test.superuser, 'detach partition');
    await addEvent(0, 1_000);
    await makeMonthBeside(test, 'leads');
    await reader.query('select count(*) from outbox');
    await reader.query('commit');
    await reader.end();
    assert.equal((await going).length, 1);
  });

  it('finishes what was cut off in the middle', async () => {
    const name = partition('outbox', 14);
    await makeMonth('outbox', 14);
    const reader = new pg.Client(test.database.appUrl);
    await reader.connect();
    await reader.query('begin');
    await reader.query('select count(*) from outbox');
    const cut = new pg.Client(test.database.ownerUrl);
    await cut.connect();
    cut.on('error', () => undefined);
    await cut.query("select set_config('midcoast.whole_shard', 'on', false)");
    const going = assert.rejects(letMonthsGo(cut));
    await waitingFor(test.superuser, 'detach partition');
    await test.superuser.query(
      "select pg_terminate_backend(pid, 30000) from pg_stat_activity where query like 'alter table outbox detach%' and datname = current_database()",
    );
    await going;
    await reader.query('commit');
    await reader.end();
    const pending = await test.superuser.query(
      'select from pg_inherits where inhrelid = $1::regclass and inhdetachpending',
      [name],
    );
    assert.equal(pending.rowCount, 1, 'left between its two steps');
    assert.deepEqual(await letMonthsGo(test.owner), [{ table: 'outbox', partition: name, kind: 'gone' }]);

    await makeMonth('outbox', 14);
    await test.owner.query(`alter table outbox detach partition ${name}`);
    assert.deepEqual(await letMonthsGo(test.owner), [{ table: 'outbox', partition: name, kind: 'gone' }]);
    assert.equal(await exists(name), false);
  });
});

/** Making a month needs no lock that a reader or writer would wait for, or it for them. */
async function makeMonthBeside(test: TestUpkeep, table: string): Promise<void> {
  const writer = new pg.Client(test.database.appUrl);
  const owner = new pg.Client(test.database.ownerUrl);
  await Promise.all([writer.connect(), owner.connect()]);
  await writer.query('begin');
  await writer.query(`select count(*) from ${table}`);
  await owner.query("set lock_timeout = '10s'");
  await owner.query(`call make_month('${table}', '2019-01-01')`);
  await writer.query('rollback');
  await owner.query(`drop table ${table}_2019_01`);
  await Promise.all([writer.end(), owner.end()]);
}

async function waitingFor(superuser: pg.Client, statement: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const { rowCount } = await superuser.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%' || $1 || '%' and datname = current_database()",
      [statement],
    );
    if (rowCount !== 0) return;
    await wait(10);
  }
  throw new Error(`in vain: ${statement} waits`);
}
