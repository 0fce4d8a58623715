import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { v7 } from 'uuid';
import { settingOf } from '../connections/postgres.ts';
import { letExpiredGo } from './expiry.ts';
import { idOfHoursAgo, openTestUpkeep, type TestUpkeep } from './test-upkeep.ts';

describe('expiry', () => {
  let test: TestUpkeep;
  before(async () => {
    test = await openTestUpkeep();
  });
  after(() => test.close());

  const addKeys = (count: number, hoursAgo: number) =>
    test.write(
      `insert into idempotency_keys (account_id, key, body_hash, lead_id)
       select $1, gen_random_uuid(), gen_random_uuid(), $2 from generate_series(1, $3)`,
      idOfHoursAgo(hoursAgo),
      count,
    );

  it('lets idempotency keys go after two days, however many, and keeps the others', async () => {
    await addKeys(6_000, 49);
    await addKeys(300, 47);
    await addKeys(6_000, 49);
    assert.equal(await letExpiredGo(test.owner, 'idempotency_keys'), 12_000);
    assert.equal(await test.count('idempotency_keys'), 300);
    assert.equal(await letExpiredGo(test.owner, 'idempotency_keys'), 0);
  });

  it('lets sessions go once they have ended', async () => {
    const user = v7();
    await test.write("insert into users values ($1, $2, 'a@example.com', 'A', 'admin', 'x')", user);
    await test.write(
      `insert into sessions (account_id, token_hash, user_id, csrf_token, expires_at)
       values ($1, 'over', $2, 'x', now() - interval '1 second'), ($1, 'not', $2, 'x', now() + interval '1 minute')`,
      user,
    );
    assert.equal(await letExpiredGo(test.owner, 'sessions'), 1);
    const { rows } = await test.superuser.query<{ token: string }>(
      "select encode(token_hash, 'escape') as token from sessions",
    );
    assert.deepEqual(rows, [{ token: 'not' }]);
  });

  it('lets contacts go whose leads went with their month', async () => {
    const gone = v7({ msecs: Date.UTC(2020, 0, 15) });
    for (const lead of [gone, v7()]) {
      await test.write(
        'insert into contact_keys (account_id, hash, lead_id) values ($1, gen_random_uuid(), $2)',
        lead,
      );
    }
    assert.equal(await letExpiredGo(test.owner, 'contact_keys'), 0);
    await test.superuser.query("update shard set leads_expired = first_id_of('2020-02-01Z')");
    assert.equal(await letExpiredGo(test.owner, 'contact_keys'), 1);
    assert.equal(await test.count('contact_keys'), 1);
  });

  it('sees nothing but what has expired', async () => {
    await addKeys(5, 49);
    const { rows } = await test.owner.query<{
      keys: number;
      sessions: number;
      contacts: number;
      users: number;
    }>(
      `select (select count(*) from idempotency_keys)::int as keys, (select count(*) from sessions)::int as sessions,
         (select count(*) from contact_keys)::int as contacts, (select count(*) from users)::int as users`,
    );
    assert.deepEqual(rows, [{ keys: 5, sessions: 0, contacts: 0, users: 0 }]);
    assert.equal(await letExpiredGo(test.owner, 'idempotency_keys'), 5);
  });

  it('waits for nobody: what somebody changes is left for the next time', async () => {
    await addKeys(40, 49);
    const busy = new pg.Client(test.database.appUrl);
    await busy.connect();
    await busy.query('begin');
    await busy.query('select set_config($1, $2, true)', settingOf({ accounts: [test.account] }));
    await busy.query(
      "update idempotency_keys set body_hash = gen_random_uuid() where lead_id < first_id_of(now() - interval '48 hours')",
    );
    assert.equal(await letExpiredGo(test.owner, 'idempotency_keys'), 0);
    await busy.query('rollback');
    await busy.end();
    assert.equal(await letExpiredGo(test.owner, 'idempotency_keys'), 40);
  });

  it('goes through the pages of a table once, however large it is', async () => {
    // A partition that autovacuum has found empty costs nothing to read whole; what can be told is whether it must be.
    await test.owner.query('set enable_seqscan = off');
    const { rows } = await test.owner.query<Record<'QUERY PLAN', string>>(
      `explain delete from idempotency_keys where ctid >= '(0,0)' and ctid < '(32,0)'
         and lead_id < (select first_id_of(now() - interval '48 hours'))`,
    );
    await test.owner.query('reset enable_seqscan');
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.equal(plan.match(/Tid Range Scan/g)?.length, 8, plan);
  });
});
