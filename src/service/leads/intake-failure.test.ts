import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import type { Arrival } from './decision.ts';
import {
  arrivalOf,
  extent,
  idFrom,
  openLeadDatabase,
  untilWaiting,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

describe('a batch that fails', () => {
  let database: LeadDatabase;
  let here: Door;
  let account: TestAccount;
  before(async () => {
    database = await openLeadDatabase();
    here = database.newDoor();
  });
  after(() => database.close());
  const fresh = async () => {
    account = await database.newAccount();
  };
  const pidOf = async (door: Door) => {
    const pids = await door.flights.fly((connection) =>
      connection.query<{ pid: number }>('select pg_backend_pid() as pid'),
    );
    return pids.rows[0]!.pid;
  };

  it('with its connection, in the middle, leaves nothing of it, and the next one goes on', async () => {
    await fresh();
    const door = database.newDoor({ flights: 1 });
    const pid = await pidOf(door);
    const blocker = await database.superuser.connect();
    await blocker.query('begin');
    const arrivals = Array.from({ length: 40 }, (_, index) =>
      arrivalOf(account, { email: `k${index}@lee.example` }),
    );
    const last = arrivals
      .map(({ candidate }) => candidate.contacts[0]!.key)
      .toSorted()
      .at(-1);
    await blocker.query('insert into contact_keys values ($1, $2, $3)', [account.account, last, idFrom(0)]);
    const cut = Promise.allSettled(arrivals.map((arrival) => door.intake.take(arrival)));
    await untilWaiting(database, 1);
    await database.superuser.query('select pg_terminate_backend($1)', [pid]);
    for (const result of await cut) assert.equal(result.status, 'rejected');
    await blocker.query('rollback');
    blocker.release();
    const kept = await database.superuser.query(
      'select id from leads where account_id = $1 union all select lead_id from contact_keys where account_id = $1 union all select id from outbox where account_id = $1 and type <> $2',
      [account.account, 'source.created'],
    );
    assert.equal(kept.rowCount, 0);
    const again = await Promise.all(
      arrivals.map((arrival) => door.intake.take({ ...arrival, id: idFrom(0) })),
    );
    assert.deepEqual([...new Set(again.map(({ kind }) => kind))], ['accepted']);
  });

  it('with its connection, at any moment, is kept whole or not at all', async () => {
    await fresh();
    const door = database.newDoor({ flights: 1 });
    for (let run = 0; run < extent({ quick: 15, ci: 60, all: 200 }); run += 1) {
      const pid = await pidOf(door).catch(() => pidOf(door)); // The first may meet the connection just cut.
      const arrivals = Array.from({ length: 50 }, (_, index) =>
        arrivalOf(account, { email: `h${run}.${index}@lee.example` }),
      );
      const killer = new pg.Client({ connectionString: database.superuser.options.connectionString! });
      await killer.connect();
      const storing = door.store(arrivals).then(
        () => 'done',
        () => 'failed',
      );
      for (let step = 0; step < run % 12; step += 1) await killer.query('select');
      await killer.query('select pg_terminate_backend($1)', [pid]);
      const result = await storing;
      await killer.end();
      const { rows } = await database.superuser.query<{ leads: number; events: number; contacts: number }>(
        `select (select count(*)::int from leads where id = any ($1)) as leads, (select count(*)::int from outbox where id = any ($1)) as events,
           (select count(*)::int from contact_keys where lead_id = any ($1)) as contacts`,
        [arrivals.map(({ id }) => id)],
      );
      const { leads, events, contacts } = rows[0]!;
      assert.ok(leads === 0 || leads === 50, `${leads} of 50 are kept`);
      assert.deepEqual([events, contacts], [leads, leads]);
      if (result === 'done') assert.equal(leads, 50);
    }
  });

  it('takes with it what its companion wrote', async () => {
    await fresh();
    const importId = idFrom(0);
    const bad: Arrival = {
      ...arrivalOf(account, { email: 'c@lee.example' }),
      id: 'ffffffff-0000-7000-8000-000000000000',
    };
    let written = 0;
    const slow = here.store([bad], async (transaction) => {
      for (let row = 1; row <= 20; row += 1) {
        await transaction
          .query(
            "insert into import_rows (account_id, import_id, row, verdict) values ($1, $2, $3, 'accepted')",
            [account.account, importId, row],
          )
          .then(() => (written += 1));
      }
    });
    await assert.rejects(slow, /no partition/);
    await here.intake.take(arrivalOf(account, { email: 'c@lee.example' }));
    const { rowCount } = await database.superuser.query('select from import_rows where import_id = $1', [
      importId,
    ]);
    assert.equal(rowCount, 0, `${written} rows were written before the failure`);
  });
});
