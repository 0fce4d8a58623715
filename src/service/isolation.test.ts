import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { v7 } from 'uuid';
import { settingOf, type Scope } from './connections/postgres.ts';
import { openTestDatabase, type TestDatabase } from './connections/test-database.ts';

/**
 * One row of an account in every table that belongs to accounts, in the order that foreign keys ask for. A
 * new table is added here: `$1` is the account, `$2` an id of its own, `$3` the same id for each table.
 */
const plantings: Readonly<Record<string, string>> = {
  accounts: `insert into accounts (id, name) values ($1, 'planted' || left($2::text || $3::text, 0))`,
  users: `insert into users (account_id, id, email, name, role, password_hash)
    values ($1, $3, $2 || '@planted.example', 'P', 'admin', 'x')`,
  sessions: `insert into sessions (account_id, token_hash, user_id, csrf_token, expires_at)
    values ($1, $2::text::bytea, $3, 'x', now())`,
  api_keys: `insert into api_keys (account_id, id, name, prefix, secret_hash, scopes, rate_per_second)
    values ($1, $2, 'P', 'x', $3::text::bytea, '{}', 1)`,
  audit: `insert into audit (account_id, id, actor, action, target) values ($1, $2, 'job:test', 'planted', $3)`,
  sources: `insert into sources (account_id, id, name) values ($1, $2, $3)`,
  leads: `insert into leads (account_id, id, source_id, verdict, reasons, position) values ($1, $2, $3, 'accepted', '[]', 1)`,
  contact_keys: `insert into contact_keys (account_id, hash, lead_id) values ($1, $2, $3)`,
  idempotency_keys: `insert into idempotency_keys (account_id, key, body_hash, lead_id) values ($1, $2, $3, $3)`,
  suppressions: `insert into suppressions (account_id, hash, id, kind, reason) values ($1, $2, $3, 'email', 'revoked')`,
  erasures: `insert into erasures (account_id, id, lead_ids, requested_by) values ($1, $2, array[$3::uuid], 'job:test')`,
  outbox: `insert into outbox (account_id, position, id, type, subject, data)
    values ($1, position_of(pg_current_xact_id()), $2, 'lead.accepted', $3, '{}')`,
  source_tallies: `insert into source_tallies (account_id, source_id, hour) values ($1, $2, uuid_extract_timestamp($3))`,
  imports: `insert into imports (account_id, id, idempotency_key, status) values ($1, $2, $3, 'running')`,
  import_rows: `insert into import_rows (account_id, import_id, row, verdict, lead_id) values ($1, $2, 1, 'accepted', $3)`,
};

/** Who may look across accounts, and at what: the log for consumers, the list of accounts for upkeep. */
const openToWholeShard = ['accounts', 'outbox'];

const [ours, theirs] = [v7(), v7()];

describe('isolation of accounts', () => {
  let database: TestDatabase;
  let app: pg.Client;
  let superuser: pg.Client;

  before(async () => {
    database = await openTestDatabase();
    app = new pg.Client(database.appUrl);
    superuser = new pg.Client(database.superuserUrl);
    await Promise.all([app.connect(), superuser.connect()]);
    for (const account of [ours, theirs]) await plantAll(app, account);
  });

  after(async () => {
    await Promise.all([app.end(), superuser.end()]);
    await database.drop();
  });

  it('is tried on every table that belongs to accounts, none of them empty', async () => {
    const tables = await tablesOfAccounts(app);
    assert.ok(tables.length > 10, `${tables.length} tables`);
    const unplanted = tables.filter((table) => !Object.hasOwn(plantings, table));
    assert.deepEqual(unplanted, [], 'add a row of these tables to `plantings`');
    assert.deepEqual(tables, Object.keys(plantings).toSorted());
    for (const table of tables) {
      const { rows } = await superuser.query<{ accounts: string }>(
        `select count(distinct ${accountColumn(table)}) as accounts from ${table}`,
      );
      assert.equal(rows[0]?.accounts, '2', table);
    }
  });

  it('shows an account its own rows and nothing else, in every table and to every statement', async () => {
    assert.deepEqual(await undone(app, () => faults(app)), []);
  });

  it('opens to the whole shard only the log and the list of accounts, to a sign-in only the one person', async () => {
    const seen = async (scope: Scope) =>
      undone(app, () =>
        inScope(app, scope, async () => {
          const counts: Record<string, number> = {};
          for (const table of Object.keys(plantings)) counts[table] = await countAll(app, table);
          return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
        }),
      );
    assert.deepEqual(
      await seen({ wholeShard: true }),
      Object.fromEntries(openToWholeShard.map((table) => [table, 2])),
    );
    const { rows } = await superuser.query<{ email: string }>(
      'select email from users where account_id = $1',
      [theirs],
    );
    assert.deepEqual(await seen({ signIn: rows[0]?.email ?? '' }), { users: 1 });
    assert.deepEqual(await seen({ signIn: 'nobody@planted.example' }), {});
    assert.deepEqual(await seen({ accounts: [] }), {});
    assert.deepEqual(await seen({ accounts: [v7()] }), {});
  });

  it('stands on roles that cannot get round it', async () => {
    const { rows } = await superuser.query(
      `select rolname, rolsuper or rolbypassrls or rolcreaterole or rolreplication as mighty,
         pg_has_role(rolname, 'midcoast_owner', 'member') and rolname <> 'midcoast_owner' as owner,
         (select count(*) from pg_class where relowner = r.oid)::int as owns
       from pg_roles r where rolname in ('midcoast_app', 'midcoast_owner') order by 1`,
    );
    assert.partialDeepStrictEqual(rows, [
      { rolname: 'midcoast_app', mighty: false, owner: false, owns: 0 },
      { rolname: 'midcoast_owner', mighty: false },
    ]);
    const { rows: functions } = await superuser.query(
      "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace",
    );
    assert.deepEqual(functions, [], 'no function lends its owner’s rights');
  });

  it('turns the proof red when the policy of any one table is dropped, and names that table', async () => {
    for (const table of Object.keys(plantings)) {
      assert.deepEqual(await tablesFaultedBy(superuser, `drop policy of_account on ${table}`), [table]);
    }
  });

  it('turns the proof red when a table is left open in any other way', async () => {
    const breaches = [
      'alter table leads disable row level security',
      'alter table leads no force row level security',
      'create policy wide on leads for select using (true)',
      `create policy wide on leads for select using (coalesce(current_setting('midcoast.accounts', true), '') = '')`,
      'create policy wide on leads for insert with check (true)',
      'create policy wide on leads for update using (true)',
    ];
    for (const breach of breaches)
      assert.deepEqual(await tablesFaultedBy(superuser, breach), ['leads'], breach);
    const { rows } = await superuser.query<{ partition: string }>(
      "select relid::text as partition from pg_partition_tree('outbox') where isleaf",
    );
    const partition = rows[0]?.partition ?? '';
    for (const breach of [
      `grant select on ${partition} to midcoast_app`,
      `alter table ${partition} disable row level security`,
    ]) {
      assert.deepEqual(await tablesFaultedBy(superuser, breach), [partition], breach);
    }
  });
});

/** Does work in a transaction that is never committed. */
async function undone<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/** Every breach of isolation, as `<table>: <what>`. It changes nothing; a transaction must be open. */
async function faults(client: pg.Client): Promise<string[]> {
  const found: string[] = [];
  const expect = (table: string, so: boolean, what: string) => {
    if (!so) found.push(`${table}: ${what}`);
  };
  const { rows: forced } = await client.query<{ table: string; forced: boolean; leaf: boolean }>(
    `select tree.relid::regclass::text as table, relrowsecurity and relforcerowsecurity as forced, relispartition as leaf
     from unnest($1::regclass[]) named, lateral (select named::oid as relid union select relid from pg_partition_tree(named)) tree
     join pg_class on pg_class.oid = tree.relid`,
    [Object.keys(plantings)],
  );
  for (const { table, forced: so } of forced) expect(table, so, 'row-level security is not forced');
  for (const { table } of forced.filter(({ leaf }) => leaf)) {
    const direct = await attempt(client, { accounts: [theirs] }, `select count(*) from ${table}`);
    expect(table, direct.code === '42501', 'the partition can be read directly');
  }
  for (const [table, planting] of Object.entries(plantings)) {
    const column = accountColumn(table);
    const own = await attempt(client, { accounts: [theirs] }, `select ${column} as account from ${table}`);
    expect(
      table,
      own.rows.length === 1 && own.rows[0]?.['account'] === theirs,
      'an account does not see just its own',
    );
    const both = await attempt(client, { accounts: [ours, theirs] }, `select from ${table}`);
    expect(table, both.rows.length === 2, 'two accounts do not see just their own');
    const unasked = await attempt(client, undefined, `select from ${table}`);
    expect(
      table,
      unasked.code === undefined && unasked.rows.length === 0,
      'rows are seen without an account',
    );
    const moved = await attempt(
      client,
      { accounts: [theirs] },
      `update ${table} set ${column} = $1 returning 1`,
      [v7()],
    );
    expect(table, moved.code === '42501', 'an account gives its rows away');
    const removed = await attempt(client, { accounts: [ours] }, `delete from ${table} where ${column} = $1`, [
      theirs,
    ]);
    expect(table, removed.count === 0 || removed.code === '42501', 'an account removes another’s rows');
    const forged = await attempt(client, { accounts: [theirs] }, planting, [v7(), v7(), v7()]);
    expect(table, forged.code === '42501', 'an account writes rows of another');
  }
  return found;
}

/** The tables that the proof names after a change of the schema, which is undone. */
async function tablesFaultedBy(superuser: pg.Client, breach: string): Promise<string[]> {
  const found = await undone(superuser, async () => {
    await superuser.query(breach);
    return faults(superuser);
  });
  return [...new Set(found.map((fault) => fault.split(':')[0] ?? ''))];
}

type Attempt = {
  readonly rows: readonly Record<string, unknown>[];
  readonly count: number;
  readonly code: string | undefined;
};

/** One statement as midcoast_app, undone in any case. `code` is the error's, where it was refused. */
async function attempt(
  client: pg.Client,
  scope: Scope | undefined,
  text: string,
  values: unknown[] = [],
): Promise<Attempt> {
  try {
    return await inScope(client, scope, async () => {
      const { rows, rowCount } = await client.query<Record<string, unknown>>(text, values);
      return { rows, count: rowCount ?? 0, code: undefined };
    });
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return { rows: [], count: 0, code: error.code };
  }
}

async function inScope<T>(client: pg.Client, scope: Scope | undefined, work: () => Promise<T>): Promise<T> {
  const setting =
    scope === undefined
      ? ''
      : `select set_config(${settingOf(scope).map(pg.escapeLiteral).join(', ')}, true)`;
  await client.query(`savepoint proof; set local role midcoast_app; ${setting}`);
  try {
    return await work();
  } finally {
    await client.query('rollback to proof');
  }
}

async function plantAll(app: pg.Client, account: string): Promise<void> {
  const common = v7();
  await app.query('begin');
  await app.query('select set_config($1, $2, true)', settingOf({ accounts: [account] }));
  for (const planting of Object.values(plantings)) await app.query(planting, [account, v7(), common]);
  await app.query('commit');
}

async function tablesOfAccounts(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select relname as table from pg_class c
     where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
       and (relname = 'accounts' or exists (select from pg_attribute where attrelid = c.oid and attname = 'account_id' and not attisdropped))
     order by 1`,
  );
  return rows.map(({ table }) => table);
}

async function countAll(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? 0;
}

function accountColumn(table: string): string {
  return table === 'accounts' ? 'id' : 'account_id';
}
