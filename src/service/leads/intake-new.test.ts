import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inTransaction } from '../connections/postgres.ts';
import { lockContacts } from './contact-lock.ts';
import type { Arrival } from './decision.ts';
import { repeatsNothing, storeNew } from './intake-new.ts';
import { storeBatch } from './intake-store.ts';
import { addSuppression } from './suppression.ts';
import {
  arrivalOf,
  openLeadDatabase,
  testKeys,
  untilWaiting,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

describe('a batch of new leads', () => {
  let database: LeadDatabase;
  let door: Door;
  let account: TestAccount;
  before(async () => {
    database = await openLeadDatabase();
    door = database.newDoor();
  });
  after(() => database.close());

  const asNew = (arrivals: readonly Arrival[]) =>
    door.flights.fly((connection) => storeNew(connection, arrivals));
  const decided = (arrivals: readonly Arrival[]) =>
    door.flights.fly((connection) => storeBatch(connection, arrivals));
  const lead = (email: string, more: Parameters<typeof arrivalOf>[2] = {}) =>
    arrivalOf(
      account,
      { email, phone: '+4930901820', phone2: '(212) 555-0123', company: `Zoë ${email}` },
      more,
    );
  const alone = (email: string, more: Parameters<typeof arrivalOf>[2] = {}) =>
    arrivalOf(account, { email }, more);
  const key = (digit: string) => ({ key: digit.repeat(32), bodyHash: '0'.repeat(32) });
  const nothingOf = async (arrivals: readonly Arrival[]) => {
    const { rowCount } = await database.superuser.query(
      `select id from leads where id = any ($1) union all select lead_id from contact_keys where lead_id = any ($1)
       union all select lead_id from idempotency_keys where lead_id = any ($1) union all select id from outbox where id = any ($1)`,
      [arrivals.map(({ id }) => id)],
    );
    assert.equal(rowCount, 0);
  };
  const rowsOf = async ({ id }: Arrival) => {
    const { rows } = await database.superuser.query(
      `select l.position - o.position as apart, o.type, o.subject = l.id as of_it, o.data, source_id, verdict, duplicate_of, matched_on, score,
         reasons, person, email_key, email2_key, phone_key, phone2_key, import_id,
         (select array_agg(hash order by hash) from contact_keys where lead_id = l.id) as contacts,
         (select array_agg(key) from idempotency_keys where lead_id = l.id) as keys
       from leads l join outbox o using (id) where id = $1`,
      [id],
    );
    return rows[0];
  };

  for (const [what, others] of [
    ['alone', 0],
    ['among others', 2],
  ] as const) {
    it(`leaves the rows that it leaves when it is decided lead by lead, ${what}`, async () => {
      account = await database.newAccount();
      const company = Array.from({ length: others }, (_, n) => alone(`${n}@lee.example`));
      const one = lead('ann@lee.example', { idempotency: key('a') });
      assert.equal((await asNew([one, ...company]))?.[0]?.kind, 'accepted');
      const rows = await rowsOf(one);
      account = { ...account, account: (await database.newAccount()).account };
      const two = lead('ann@lee.example', { idempotency: key('a') });
      await decided([two]);
      assert.deepEqual(rows, await rowsOf(two));
      assert.equal(rows.contacts.length, 3);
    });
  }

  it('stands in its order, one position a lead', async () => {
    account = await database.newAccount();
    const arrivals = Array.from({ length: 300 }, (_, n) => alone(`n${n}@lee.example`));
    const outcomes = (await asNew(arrivals)) ?? [];
    const first = outcomes[0]?.kind === 'accepted' ? outcomes[0].n : 0n;
    outcomes.forEach((outcome, ordinal) => {
      assert.equal(outcome.kind === 'accepted' && outcome.n, first + BigInt(ordinal));
      assert.equal(outcome.kind === 'accepted' && outcome.id, arrivals[ordinal]?.id);
    });
    const { rows } = await database.superuser.query<{ id: string; position: string }>(
      "select id, position from outbox where account_id = $1 and type = 'lead.accepted' order by position",
      [account.account],
    );
    assert.deepEqual(
      rows.map(({ id }) => id),
      arrivals.map(({ id }) => id),
    );
    assert.equal(rows[0]?.position, String(first));
  });

  it('keeps nothing where a contact is held, a key was used or a contact is suppressed', async () => {
    account = await database.newAccount(1);
    await decided([alone('held@lee.example'), alone('used@lee.example', { idempotency: key('b') })]);
    await decided([alone('old@lee.example', { daysAgo: 5 })]);
    const suppressed = { kind: 'email', value: 'quiet@lee.example', reason: 'revoked' } as const;
    await addSuppression(database.postgres, testKeys, account.account, suppressed);
    for (const spoiler of [
      alone('held@lee.example'),
      alone('old@lee.example'),
      alone('other@lee.example', { idempotency: key('b') }),
      alone('quiet@lee.example'),
    ]) {
      const batch = [alone('a@lee.example'), spoiler, alone('z@lee.example', { idempotency: key('c') })];
      for (const leads of [batch, [spoiler]]) {
        assert.equal(await asNew(leads), undefined);
        await nothingOf(leads);
      }
    }
    assert.equal((await asNew([alone('a@lee.example')]))?.length, 1);
  });

  for (const others of [0, 2])
    it(`sees a suppression that was under way when it came, with ${others} others`, async () => {
      account = await database.newAccount();
      const email = 'race@lee.example';
      const hash = testKeys(email);
      const arrivals = [alone(email), ...Array.from({ length: others }, (_, n) => alone(`${n}@lee.example`))];
      let taking: ReturnType<typeof asNew> | undefined;
      await inTransaction(database.postgres, { accounts: [account.account] }, async (transaction) => {
        await lockContacts(transaction, account.account, [hash]);
        taking = asNew(arrivals);
        await untilWaiting(database, 1);
        await transaction.query(
          "insert into suppressions (account_id, hash, id, kind, reason) values ($1, $2, gen_random_uuid(), 'email', 'revoked')",
          [account.account, hash],
        );
      });
      assert.equal(await taking, undefined);
      await nothingOf(arrivals);
    });

  it('waits for one that claims the same contact, and begins anew where that one is kept', async () => {
    account = await database.newAccount();
    for (const end of ['commit', 'rollback'] as const) {
      const email = `${end}@lee.example`;
      const blocker = await database.superuser.connect();
      await blocker.query('begin');
      await blocker.query('insert into contact_keys values ($1, $2, gen_random_uuid())', [
        account.account,
        testKeys(email),
      ]);
      const taking = asNew([alone(email)]);
      await untilWaiting(database, 1);
      await blocker.query(end);
      blocker.release();
      assert.equal((await taking)?.length, end === 'commit' ? undefined : 1);
    }
  });

  it('is none where two of its leads share a contact or a key', () => {
    const [one, two] = [alone('a@lee.example', { idempotency: key('d') }), alone('b@lee.example')];
    assert.equal(repeatsNothing([one, two]), true);
    assert.equal(repeatsNothing([one, two, alone('A@Lee.example')]), false);
    assert.equal(repeatsNothing([one, two, alone('c@lee.example', { idempotency: key('d') })]), false);
  });
});
