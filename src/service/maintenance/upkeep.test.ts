import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { idOfHoursAgo, monthsAgo, openTestUpkeep, type TestUpkeep } from './test-upkeep.ts';
import { keepUp } from './upkeep.ts';

describe('upkeep', () => {
  let test: TestUpkeep;
  before(async () => {
    test = await openTestUpkeep();
  });
  after(() => test.close());

  it('does nothing where there is nothing to do', async () => {
    const nothing = {
      months: [],
      expired: { sessions: 0, idempotency_keys: 0 },
      importsEnded: 0,
      importsGone: 0,
    };
    assert.deepEqual(await keepUp(test.database.ownerUrl), nothing);
  });

  it('makes the partitions of the coming months, and lets everything go that is too old', async () => {
    const coming = (
      await test.superuser.query<{ name: string }>(
        "select relid::text as name from pg_partition_tree('outbox') where isleaf order by 1 desc limit 1",
      )
    ).rows[0]?.name;
    await test.superuser.query(`drop table ${coming}`);
    await test.owner.query("call make_month('leads', $1::date)", [monthsAgo(26)]);
    const lead = v7({ msecs: monthsAgo(26).getTime() });
    await test.write(
      'insert into contact_keys (account_id, hash, lead_id) values ($1, gen_random_uuid(), $2)',
      lead,
    );
    await test.write(
      'insert into idempotency_keys values ($1, gen_random_uuid(), gen_random_uuid(), $2)',
      idOfHoursAgo(49),
    );
    await test.write(
      "insert into imports (account_id, id, status, moved_at) values ($1, gen_random_uuid(), 'running', now() - interval '2 minutes')",
    );

    const done = await keepUp(test.database.ownerUrl);
    assert.deepEqual(done?.expired, { sessions: 0, idempotency_keys: 1, contact_keys: 1 });
    assert.deepEqual(
      done?.months.map(({ table, kind }) => [table, kind]),
      [['leads', 'gone']],
    );
    assert.equal(done?.importsEnded, 1);
    const { rowCount } = await test.superuser.query('select where to_regclass($1) is not null', [coming]);
    assert.equal(rowCount, 1);
  });

  it('is done by one at a time', async () => {
    await test.superuser.query('select pg_advisory_lock(7304515)');
    assert.equal(await keepUp(test.database.ownerUrl), undefined);
    await test.superuser.query('select pg_advisory_unlock(7304515)');
    assert.notEqual(await keepUp(test.database.ownerUrl), undefined);
  });
});
