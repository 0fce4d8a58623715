import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  connectPostgres,
  databaseTrouble,
  inTransaction,
  type Postgres,
  type Transaction,
} from './postgres.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

const account = '01900000-0000-7000-8000-000000000001';

describe('the pool of connections to PostgreSQL', () => {
  let database: TestDatabase;
  let postgres: Postgres;
  before(async () => {
    database = await openTestDatabase();
    postgres = connectPostgres(database.appUrl, 'pool-test', 3);
  });
  after(async () => {
    await postgres.close();
    await database.drop();
  });

  const identify = async (on: Transaction) => {
    const { rows } = await on.query<{ pid: number }>('select pg_backend_pid() as pid');
    return rows[0]?.pid ?? 0;
  };

  it('opens no more connections than it may, however many ask, and serves all of them', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const { promise: allAtWork, resolve: atWork } = Promise.withResolvers<void>();
    let working = 0;
    const requests = Array.from({ length: 20 }, () =>
      inTransaction(postgres, { accounts: [account] }, async (transaction) => {
        const pid = await identify(transaction);
        working += 1;
        if (working === 3) atWork();
        await mayEnd;
        return pid;
      }),
    );
    await allAtWork;
    assert.deepEqual(postgres.load(), { size: 3, busy: 3, idle: 0, waiting: 17 });
    end();
    assert.equal(new Set(await Promise.all(requests)).size, 3);
    assert.equal(postgres.load().waiting, 0);
  });

  it('keeps nothing of a transaction that fails, and none of its account for the next one', async () => {
    const failed = inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      await transaction.query("insert into accounts (id, name) values ($1, 'Failed')", [account]);
      throw new Error('given up');
    });
    await assert.rejects(failed, { message: 'given up' });
    const { rows } = await inTransaction(postgres, { accounts: [account] }, (transaction) =>
      transaction.query('select from accounts'),
    );
    assert.equal(rows.length, 0);
    const setting = await postgres.pool.query<{ accounts: string | null }>(
      "select nullif(current_setting('midcoast.accounts', true), '') as accounts",
    );
    assert.equal(setting.rows[0]?.accounts, null);
  });

  it('replaces a connection that was lost, and says of the request that met the loss what it was', async () => {
    const cut = inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      await transaction.query('select pg_terminate_backend(pg_backend_pid())');
    });
    const error = await cut.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.equal(databaseTrouble(error), 'unreachable');
    assert.ok((await identify(postgres.pool)) > 0);
    assert.ok(postgres.load().size <= 3);
  });
});
