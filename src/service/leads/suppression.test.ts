import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  addSuppression,
  liftSuppression,
  listSuppressions,
  type NewSuppression,
  type SuppressionView,
} from './suppression.ts';
import {
  arrivalOf,
  extent,
  openLeadDatabase,
  testKeys,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

describe('the suppression list', () => {
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
  const fresh = async (windowDays?: number) => {
    account = await database.newAccount(windowDays);
  };
  const add = async (given: NewSuppression): Promise<SuppressionView> => {
    const added = await addSuppression(database.postgres, testKeys, account.account, given);
    assert.ok(added.kind === 'added');
    return added.suppression;
  };
  const take = (email: string) => here.intake.take(arrivalOf(account, { email }));
  const events = async () => {
    const { rows } = await database.superuser.query<{ type: string; subject: string; data: unknown }>(
      "select type, subject, data from outbox where account_id = $1 and type like 'suppression.%' order by position",
      [account.account],
    );
    return rows;
  };

  it('takes no more leads with a contact, in whatever spelling, and says which', async () => {
    await fresh();
    await add({ kind: 'email', value: ' Ann@Lee.Example ', reason: 'revoked' });
    await add({ kind: 'phone', value: '(212) 555-0123', reason: 'do_not_contact' });
    const outcome = await here.intake.take(
      arrivalOf(account, { email: 'ann@lee.example', phone: '+12125550123' }),
    );
    assert.equal(outcome.kind, 'suppressed');
    assert.deepEqual(outcome.kind === 'suppressed' && outcome.reasons, [
      { code: 'suppressed_email', points: 0 },
      { code: 'suppressed_phone', points: 0 },
    ]);
    assert.equal((await take('bo@lee.example')).kind, 'accepted');
  });

  it('keeps the contact from being held by a lead that it refused', async () => {
    await fresh();
    const { id } = await add({ kind: 'email', value: 'cy@lee.example', reason: 'other' });
    await here.intake.take(arrivalOf(account, { email: 'cy@lee.example', email2: 'second@lee.example' }));
    assert.equal((await take('second@lee.example')).kind, 'accepted');
    assert.equal(await liftSuppression(database.postgres, account.account, id), true);
    assert.equal((await take('cy@lee.example')).kind, 'accepted');
  });

  it('takes the hash that it shows', async () => {
    await fresh();
    const shown = await add({ kind: 'email', value: 'di@lee.example', reason: 'bounced' });
    assert.match(shown.hash, /^[0-9a-f]{32}$/);
    await liftSuppression(database.postgres, account.account, shown.id);
    const again = await add({ kind: 'email', hash: shown.hash, reason: 'fraud' });
    assert.equal(again.hash, shown.hash);
    assert.equal((await take('di@lee.example')).kind, 'suppressed');
  });

  it('replaces reason and end of the same contact and keeps its id', async () => {
    await fresh();
    const first = await add({
      kind: 'email',
      value: 'ed@lee.example',
      reason: 'bounced',
      until: '2030-05-01T10:00:00+02:00',
    });
    assert.equal(first.until, '2030-05-01T08:00:00.000Z');
    const second = await add({ kind: 'email', value: 'ED@lee.example', reason: 'revoked' });
    assert.deepEqual(second, { ...first, reason: 'revoked', until: null });
    assert.deepEqual((await listSuppressions(database.postgres, account.account, { limit: 10 })).items, [
      second,
    ]);
  });

  it('ends when it was said to', async () => {
    await fresh();
    await add({ kind: 'email', value: 'fay@lee.example', reason: 'other', until: '2020-01-01T00:00:00Z' });
    assert.equal((await take('fay@lee.example')).kind, 'accepted');
    await add({ kind: 'email', value: 'gil@lee.example', reason: 'other', until: '2999-01-01T00:00:00Z' });
    assert.equal((await take('gil@lee.example')).kind, 'suppressed');
  });

  it('refuses what is no contact', async () => {
    await fresh();
    for (const given of [
      { kind: 'email', value: 'nobody' },
      { kind: 'phone', value: '12' },
    ] as const) {
      const result = await addSuppression(database.postgres, testKeys, account.account, {
        ...given,
        reason: 'other',
      });
      assert.equal(result.kind, 'rejected');
      assert.deepEqual(result.kind === 'rejected' && result.faults.map(({ path, code }) => [path, code]), [
        ['/value', given.kind === 'email' ? 'email_malformed' : 'phone_not_dialable'],
      ]);
      assert.ok(!JSON.stringify(result).includes(given.value), 'the value itself is not repeated');
    }
  });

  it('tells what was added and lifted, without the contact', async () => {
    await fresh();
    const { id } = await add({ kind: 'email', value: 'hal@lee.example', reason: 'complaint' });
    assert.equal(await liftSuppression(database.postgres, account.account, id), true);
    assert.equal(await liftSuppression(database.postgres, account.account, id), false);
    assert.deepEqual(await events(), [
      { type: 'suppression.added', subject: id, data: { kind: 'email', reason: 'complaint' } },
      { type: 'suppression.removed', subject: id, data: {} },
    ]);
    assert.deepEqual((await listSuppressions(database.postgres, account.account, { limit: 10 })).items, []);
  });

  it('belongs to its account alone', async () => {
    await fresh();
    const { id } = await add({ kind: 'email', value: 'ida@lee.example', reason: 'other' });
    const owner = account;
    await fresh();
    assert.equal(await liftSuppression(database.postgres, account.account, id), false);
    assert.equal((await take('ida@lee.example')).kind, 'accepted');
    assert.equal((await here.intake.take(arrivalOf(owner, { email: 'ida@lee.example' }))).kind, 'suppressed');
  });

  it('lists the newest first, page by page', async () => {
    await fresh();
    const added: string[] = [];
    for (let index = 0; index < 5; index += 1)
      added.push((await add({ kind: 'email', value: `l${index}@lee.example`, reason: 'other' })).id);
    const first = await listSuppressions(database.postgres, account.account, { limit: 3 });
    const second = await listSuppressions(database.postgres, account.account, {
      limit: 3,
      before: first.next ?? '',
    });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      added.toReversed(),
    );
    assert.equal(second.next, null);
  });

  it('lets no lead be accepted once it has answered, however they race', async () => {
    const came = { accepted: 0, suppressed: 0 };
    for (let round = 0; round < extent({ quick: 100, ci: 300, all: 1_000 }); round += 1) {
      if (round % 20 === 0) await fresh(1);
      const email = `r${round}@lee.example`;
      // Every other contact has a holder whose window has passed: it is taken over, not taken.
      if (round % 2 === 1) await here.intake.take(arrivalOf(account, { email }, { daysAgo: 2 }));
      const accepted = async () => {
        const { rows } = await database.superuser.query<{ id: string }>(
          "select id from leads where account_id = $1 and verdict = 'accepted' and email_key = $2 and uuid_extract_timestamp(id) > now() - interval '1 day'",
          [account.account, testKeys(email)],
        );
        return rows;
      };
      const before = Array.from({ length: 1 + (round % 4) }, (_, index) =>
        (index % 2 === 0 ? here : there).intake.take(arrivalOf(account, { email })),
      );
      const adding = add({ kind: 'email', value: email, reason: 'revoked' }).then(accepted);
      const beside = Array.from({ length: 4 }, (_, index) =>
        (index % 2 === 0 ? here : there).intake.take(arrivalOf(account, { email })),
      );
      const whenAnswered = await adding;
      const afterwards = await Promise.all([take(email), there.intake.take(arrivalOf(account, { email }))]);
      assert.deepEqual(
        afterwards.map(({ kind }) => kind),
        ['suppressed', 'suppressed'],
      );
      const outcomes = await Promise.all([...before, ...beside]);
      assert.deepEqual(await accepted(), whenAnswered);
      for (const { kind } of outcomes) if (kind === 'accepted' || kind === 'suppressed') came[kind] += 1;
    }
    assert.ok(came.accepted > 0 && came.suppressed > 0, `nothing raced: ${JSON.stringify(came)}`);
  });
});
