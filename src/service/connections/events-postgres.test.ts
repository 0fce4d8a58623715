import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { v7 } from 'uuid';
import { PositionExpired } from './events.ts';
import { postgresEvents } from './events-postgres.ts';
import { eventsContract } from './events.contract.ts';
import { connectPostgres, inTransaction, settingOf, type Postgres, type Transaction } from './postgres.ts';
import { openTestDatabase } from './test-database.ts';
import { eventually, type EventsUnderTest, type Held, type Published } from './test-events.ts';

const wokenSeconds = 40;

eventsContract('log in PostgreSQL', openUnderTest);

async function openUnderTest(): Promise<EventsUnderTest & { readonly superuser: pg.Client }> {
  const database = await openTestDatabase();
  const writers = connectPostgres(database.appUrl, 'writers', 66);
  const readers = [1, 2, 3].map((process) => connectPostgres(database.appUrl, `reader-${process}`, 6));
  const [events, elsewhere, woken] = await Promise.all([
    postgresEvents(readers[0]!, database.appUrl),
    postgresEvents(readers[1]!, database.appUrl),
    postgresEvents(readers[2]!, database.appUrl, { betweenLooks: wokenSeconds * 1_000 }),
  ]);
  const superuser = new pg.Client(database.superuserUrl);
  await superuser.connect();
  await openAll(writers, 64);
  return {
    events,
    elsewhere,
    woken,
    wokenSeconds,
    superuser,
    publish: (published) =>
      inTransaction(
        writers,
        { accounts: [...new Set(published.map(({ account }) => account))] },
        (transaction) => insert(transaction, published),
      ),
    hold: (published) => hold(database.appUrl, published),
    cutLeader: async () => {
      const { rowCount } = await superuser.query(
        `select pg_terminate_backend(pid, 30000) from pg_locks
         where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
      );
      assert.equal(rowCount, 1, 'one member leads');
    },
    expire: async ({ n }) => {
      await superuser.query('delete from outbox where position <= $1', [n]);
      await superuser.query('update shard set expired = $1', [n]);
    },
    close: async () => {
      await Promise.all([events, elsewhere, woken].map((one) => one.close()));
      await Promise.all([writers, ...readers].map((one) => one.close()));
      await superuser.end();
      await database.drop();
    },
  };
}

/** One after the other: on a busy machine so many at once would wait longer for one than the service does. */
async function openAll({ pool }: Postgres, count: number): Promise<void> {
  const connections: pg.PoolClient[] = [];
  while (connections.length < count) connections.push(await pool.connect());
  for (const connection of connections) connection.release();
}

async function insert(transaction: Transaction, published: readonly Published[]): Promise<void> {
  await transaction.query(
    `insert into outbox (account_id, position, id, type, subject, data)
     select account, position_of(pg_current_xact_id()) + ordinal, id, type, subject, '{}'
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) with ordinality as given (account, id, type, subject, ordinal)`,
    [
      published.map(({ account }) => account),
      published.map(() => v7()),
      published.map(({ type }) => type),
      published.map(({ subject }) => subject),
    ],
  );
}

async function hold(url: string, published: readonly Published[]): Promise<Held> {
  const client = new pg.Client(url);
  await client.connect();
  // What happens meanwhile may take longer than our server lets a transaction rest.
  await client.query('begin; set local idle_in_transaction_session_timeout = 0');
  await client.query(
    'select set_config($1, $2, true)',
    settingOf({ accounts: published.map(({ account }) => account) }),
  );
  await insert(client, published);
  const end = (how: 'commit' | 'rollback') => async () => {
    await client.query(how);
    await client.end();
  };
  return { commit: end('commit'), rollback: end('rollback') };
}

describe('log in PostgreSQL', () => {
  let log: Awaited<ReturnType<typeof openUnderTest>>;
  before(async () => {
    log = await openUnderTest();
  });
  after(() => log.close());

  it('hears of other processes again after its connection was cut, on one connection as before', async () => {
    const listeners = async () => {
      const { rows } = await log.superuser.query<{ pid: number }>(
        "select pid from pg_stat_activity where application_name = 'midcoast-listen' and datname = current_database() and query like 'listen%'",
      );
      return rows.map(({ pid }) => pid);
    };
    for (let cut = 0; cut < 2; cut += 1) {
      const before = await listeners();
      assert.equal(before.length, 3, 'one a process');
      await log.superuser.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [before]);
      await eventually('all listen again', async () => {
        const now = await listeners();
        return now.length === 3 && !now.some((pid) => before.includes(pid));
      });
      let heard = 0;
      const stop = log.elsewhere.onWake(() => (heard += 1));
      log.events.wake();
      await eventually('the other process hears', async () => heard > 0);
      stop();
    }
  });

  it('says that a position is expired when its month goes at the very moment of reading', async () => {
    const account = v7();
    for (let count = 0; count < 3; count += 1)
      await log.publish([{ account, type: 'lead.accepted', subject: v7() }]);
    let page = await log.events.read({ account, after: { shard: 0, n: 0n }, limit: 10 });
    await eventually('all are settled', async () => {
      page = await log.events.read({ account, after: { shard: 0, n: 0n }, limit: 10 });
      return page.events.length === 3;
    });
    const [first, second] = page.events;
    assert.ok(first !== undefined && second !== undefined);
    await log.superuser.query('begin; lock table outbox in access exclusive mode');
    // Awaited from the start: it may be refused before we hear that the lock is gone.
    const refused = assert.rejects(
      log.events.read({ account, after: first.position, limit: 10 }),
      PositionExpired,
    );
    await eventually('the reader waits for the table', async () => {
      const { rowCount } = await log.superuser.query(
        "select from pg_locks where relation = 'outbox'::regclass and not granted",
      );
      return rowCount === 1;
    });
    await log.expire(second.position);
    await log.superuser.query('commit');
    await refused;
  });
});
