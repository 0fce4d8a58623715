import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import {
  arrivalOf,
  extent,
  openLeadDatabase,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

const hex = () => randomBytes(16).toString('hex');

describe('an idempotency key', () => {
  let database: LeadDatabase;
  let here: Door;
  let there: Door;
  let account: TestAccount;
  before(async () => {
    database = await openLeadDatabase();
    here = database.newDoor();
    there = database.newDoor();
  });
  after(() => database.close());
  const fresh = async () => {
    account = await database.newAccount();
  };
  const keyed = (key: string, bodyHash: string, email = 'idem@lee.example', daysAgo = 0) =>
    arrivalOf(account, { email }, { daysAgo, idempotency: { key, bodyHash } });

  it('answers the same request as the first time, whatever came of it', async () => {
    await fresh();
    const verdicts = [];
    for (const email of ['idem@lee.example', 'idem@lee.example']) {
      const [key, body] = [hex(), hex()];
      const first = await here.intake.take(keyed(key, body, email));
      const again = await there.intake.take(keyed(key, body, email));
      assert.deepEqual(again, first);
      verdicts.push(first.kind);
    }
    assert.deepEqual(verdicts, ['accepted', 'duplicate']);
    const { rowCount } = await database.superuser.query('select from leads where account_id = $1', [
      account.account,
    ]);
    assert.equal(rowCount, 2);
  });

  it('refuses the same key with another body', async () => {
    await fresh();
    const key = hex();
    await here.intake.take(keyed(key, hex()));
    assert.deepEqual(await there.intake.take(keyed(key, hex(), 'other@lee.example')), { kind: 'mismatch' });
    assert.equal(
      (await here.intake.take(arrivalOf(account, { email: 'other@lee.example' }))).kind,
      'accepted',
    );
  });

  it('takes the key anew after 24 hours, and not before', async () => {
    await fresh();
    const [stale, young] = [hex(), hex()];
    await here.intake.take(keyed(stale, hex(), 'stale@lee.example', 1.01));
    await here.intake.take(keyed(young, hex(), 'young@lee.example', 0.99));
    assert.equal((await here.intake.take(keyed(stale, hex(), 'new@lee.example'))).kind, 'accepted');
    assert.equal((await here.intake.take(keyed(young, hex(), 'newer@lee.example'))).kind, 'mismatch');
  });

  it('keeps one of many equal requests at once, in one process and in two', async () => {
    for (let run = 0; run < extent({ quick: 5, ci: 50, all: 50 }); run += 1) {
      await fresh();
      const [key, body] = [hex(), hex()];
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          (index % 2 === 0 ? here : there).intake.take(keyed(key, body)),
        ),
      );
      for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
      assert.equal(outcomes[0]?.kind, 'accepted');
      const { rowCount } = await database.superuser.query('select from leads where account_id = $1', [
        account.account,
      ]);
      assert.equal(rowCount, 1);
    }
  });

  it('takes one body of several that come at once with one key', async () => {
    await fresh();
    const key = hex();
    const outcomes = await here.store(
      ['a', 'b', 'a', 'c'].map((body) => keyed(key, body.repeat(32), `${body}@lee.example`)),
    );
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['accepted', 'mismatch', 'accepted', 'mismatch'],
    );
    assert.deepEqual(outcomes[2], outcomes[0]);
    const { rows } = await database.superuser.query(
      'select lead_id from contact_keys where account_id = $1',
      [account.account],
    );
    assert.deepEqual(
      rows,
      [{ lead_id: outcomes[0]?.kind === 'accepted' && outcomes[0].id }],
      'only the lead that was kept holds a contact',
    );
  });
});
