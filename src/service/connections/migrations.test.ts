import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { v7 } from 'uuid';
import { migrate, monthlyTables } from './migrations.ts';
import { settingOf } from './postgres.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

describe('migrations', () => {
  let database: TestDatabase;
  let superuser: pg.Client;
  before(async () => {
    database = await openTestDatabase();
    superuser = new pg.Client(database.superuserUrl);
    await superuser.connect();
    await empty(superuser);
  });
  after(async () => {
    await superuser.end();
    await database.drop();
  });

  it('run once each, in order, however many start at once', async () => {
    const ran = await Promise.all([1, 2, 3].map(() => migrate(database.ownerUrl)));
    const files = (await readdir(new URL('../migrations/', import.meta.url))).toSorted();
    assert.ok(files.length > 0);
    assert.deepEqual(
      ran.toSorted((a, b) => b.length - a.length),
      [files, [], []],
    );
    assert.deepEqual(await migrate(database.ownerUrl), []);
  });

  it('leave room for the months to come, and for clocks that lag', async () => {
    for (const table of monthlyTables) {
      const { rows } = await superuser.query<{ partition: string }>(
        'select relid::text as partition from pg_partition_tree($1) where isleaf order by 1',
        [table],
      );
      const month = (ahead: number) => {
        const now = new Date();
        return `${table}_${new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString().slice(0, 7).replace('-', '_')}`;
      };
      assert.deepEqual(
        rows.map(({ partition }) => partition),
        [-1, 0, 1, 2, 3].map(month),
      );
    }
  });

  it('give every month the indexes and the protection of the others', async () => {
    for (const table of monthlyTables) {
      const { rows } = await superuser.query<{ shape: string }>(
        `select distinct (select count(*) from pg_index where indrelid = relid) || ' indexes, '
           || (select count(*) from pg_index join pg_inherits on inhrelid = indexrelid where indrelid = relid) || ' attached, '
           || relrowsecurity || relforcerowsecurity || ' to ' || coalesce(relacl::text, 'the owner') as shape
         from pg_partition_tree($1) join pg_class on pg_class.oid = relid where isleaf`,
        [table],
      );
      const { rows: parent } = await superuser.query<{ count: string }>(
        'select count(*) from pg_index where indrelid = $1::regclass',
        [table],
      );
      const indexes = parent[0]?.count;
      assert.deepEqual(rows, [{ shape: `${indexes} indexes, ${indexes} attached, truetrue to the owner` }]);
    }
  });

  it('stop when a file that ran has changed since', async () => {
    await superuser.query("update migrations set digest = 'other' where name = '0003-leads.sql'");
    await assert.rejects(migrate(database.ownerUrl), /0003-leads\.sql has changed since it ran/);
  });

  it('let positions go on above those of rows that came from another cluster, and move them only once', async () => {
    await empty(superuser);
    await migrate(database.ownerUrl);
    const app = new pg.Client(database.appUrl);
    await app.connect();
    const account = v7();
    const position = async () =>
      (await app.query<{ now: string }>('select position_of(pg_current_xact_id()) as now')).rows[0]?.now ??
      '0';
    const copied = BigInt(await position()) + (1n << 44n);
    await app.query('begin');
    await app.query('select set_config($1, $2, true)', settingOf({ accounts: [account] }));
    await app.query("insert into outbox values ($1, $2, $3, 'lead.accepted', $3, '{}')", [
      account,
      copied,
      v7(),
    ]);
    await app.query('commit');
    assert.ok(BigInt(await position()) < copied);
    await migrate(database.ownerUrl);
    const after = BigInt(await position());
    assert.ok(after > copied && after < copied + (1n << 40n), `${after} after ${copied}`);
    const base = async () =>
      (await superuser.query<{ base: string }>('select base from shard')).rows[0]?.base;
    const moved = await base();
    await migrate(database.ownerUrl);
    assert.equal(await base(), moved);
    await app.end();
  });
});

/** Leaves the database as it was created. */
async function empty(superuser: pg.Client): Promise<void> {
  await superuser.query('drop schema public cascade; create schema public authorization pg_database_owner');
  await superuser.query('grant usage on schema public to public');
}
