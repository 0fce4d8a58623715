import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decide, type Arrival, type Outcome } from './decision.ts';
import { openIntake, type Store } from './intake.ts';
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

const kinds = (outcomes: readonly Outcome[]) => outcomes.map((outcome) => outcome.kind).toSorted();
const positionOf = (outcome: Outcome) => (outcome.kind === 'mismatch' ? -1n : outcome.n);

describe('intake', () => {
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

  it('accepts one of 200 equal leads at once through two processes, and tells 199 which', async () => {
    for (let run = 0; run < extent({ quick: 5, ci: 50, all: 50 }); run += 1) {
      await fresh();
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          (index % 2 === 0 ? here : there).intake.take(
            arrivalOf(account, { email: 'ann@lee.example', phone: '+1 212 555 0123' }),
          ),
        ),
      );
      const accepted = outcomes.filter((outcome) => outcome.kind === 'accepted');
      assert.equal(accepted.length, 1);
      const [first] = accepted;
      for (const outcome of outcomes) {
        if (outcome.kind === 'accepted') continue;
        assert.equal(outcome.kind, 'duplicate');
        assert.ok(outcome.kind === 'duplicate' && outcome.duplicateOf === first?.id);
        assert.deepEqual(outcome.kind === 'duplicate' && outcome.matchedOn, ['email', 'phone']);
        assert.ok(positionOf(outcome) > positionOf(first), 'a repeat stands after what it repeats');
      }
    }
  });

  it('gives each lead one row and one event, at its position', async () => {
    await fresh();
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        here.intake.take(arrivalOf(account, { email: `p${index % 200}@lee.example` })),
      ),
    );
    const { rows } = await database.superuser.query<{
      id: string;
      position: string;
      type: string;
      verdict: string;
    }>(
      `select l.id, l.position, l.verdict, o.type from leads l
       full join (select * from outbox where type like 'lead.%') o on o.id = l.id and o.subject = l.id and o.position = l.position
       where coalesce(l.account_id, o.account_id) = $1`,
      [account.account],
    );
    assert.equal(rows.length, 300);
    const told = new Map(outcomes.map((outcome) => [outcome.kind === 'mismatch' ? '' : outcome.id, outcome]));
    for (const row of rows) {
      assert.equal(row.type, `lead.${row.verdict}`);
      assert.equal(told.get(row.id)?.kind, row.verdict);
      assert.equal(BigInt(row.position), positionOf(told.get(row.id)!));
    }
    assert.equal(new Set(rows.map((row) => row.position)).size, 300);
  });

  it('puts a lead that waited after the one that went before it', async () => {
    await fresh();
    // In the order in which they are locked: with the first the lead gets its position, at the second it waits.
    const lead = arrivalOf(account, {
      email: 'w1@lee.example',
      email2: 'w2@lee.example',
      phone: '+12125550123',
    });
    const [, second, third] = lead.candidate.contacts.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const blocker = await database.superuser.connect();
    await blocker.query('begin');
    await blocker.query('insert into contact_keys values ($1, $2, $3)', [
      account.account,
      second?.key,
      idFrom(0),
    ]);
    const waiting = here.intake.take(lead);
    await untilWaiting(database, 1);
    const overtaking = await there.intake.take(arrivalOf(account, { [third?.kind ?? '']: third?.value }));
    await blocker.query('rollback');
    blocker.release();
    const waited = await waiting;
    assert.equal(overtaking.kind, 'accepted');
    assert.equal(waited.kind, 'duplicate');
    assert.ok(
      waited.kind === 'duplicate' && waited.duplicateOf === (overtaking.kind === 'accepted' && overtaking.id),
    );
    assert.ok(positionOf(waited) > positionOf(overtaking));
  });

  it('lets exactly one take over a contact whose window has passed', async () => {
    for (let run = 0; run < extent({ quick: 10, ci: 50, all: 200 }); run += 1) {
      await fresh(1);
      const old = await here.intake.take(arrivalOf(account, { email: 'bo@lee.example' }, { daysAgo: 1.5 }));
      assert.equal(old.kind, 'accepted');
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? here : there).intake.take(arrivalOf(account, { email: 'bo@lee.example' })),
        ),
      );
      assert.deepEqual(kinds(outcomes), ['accepted', ...Array.from({ length: 9 }, () => 'duplicate')]);
      const taker = outcomes.find((outcome) => outcome.kind === 'accepted');
      for (const outcome of outcomes)
        if (outcome.kind === 'duplicate') assert.equal(outcome.duplicateOf, taker?.id);
    }
  });

  it('still counts a lead of the window’s last moment as a repeat', async () => {
    await fresh(2);
    await here.intake.take(arrivalOf(account, { email: 'edge@lee.example' }, { daysAgo: 1.999 }));
    assert.equal(
      (await here.intake.take(arrivalOf(account, { email: 'edge@lee.example' }))).kind,
      'duplicate',
    );
    await here.intake.take(arrivalOf(account, { email: 'past@lee.example' }, { daysAgo: 2.001 }));
    assert.equal(
      (await here.intake.take(arrivalOf(account, { email: 'past@lee.example' }))).kind,
      'accepted',
    );
  });

  it('spoils no neighbour of a lead that the database refuses', async () => {
    await fresh();
    const good = Array.from({ length: 20 }, (_, index) =>
      arrivalOf(account, { email: `n${index}@lee.example` }),
    );
    const bad: Arrival = {
      ...arrivalOf(account, { email: 'bad@lee.example' }),
      id: 'ffffffff-0000-7000-8000-000000000000',
    }; // No month holds it.
    const settled = await Promise.allSettled(
      [...good.slice(0, 10), bad, ...good.slice(10)].map((arrival) => here.intake.take(arrival)),
    );
    assert.deepEqual(
      settled.map((result) => (result.status === 'fulfilled' ? result.value.kind : result.status)),
      [
        ...Array.from({ length: 10 }, () => 'accepted'),
        'rejected',
        ...Array.from({ length: 10 }, () => 'accepted'),
      ],
    );
    const kept = await database.superuser.query('select from contact_keys where account_id = $1', [
      account.account,
    ]);
    assert.equal(kept.rowCount, 20, 'the refused lead holds no contact');
  });

  it('keeps the leads of accounts apart', async () => {
    const [one, other] = [await database.newAccount(), await database.newAccount()];
    const outcomes = await Promise.all(
      [one, other, one, other].map((owner) =>
        here.intake.take(arrivalOf(owner, { email: 'same@lee.example' })),
      ),
    );
    // Of an account's two, whichever is first: batches of one moment do not wait for one another.
    for (const own of [
      outcomes.filter((_, place) => place % 2 === 0),
      outcomes.filter((_, place) => place % 2 === 1),
    ]) {
      const accepted = own.find(({ kind }) => kind === 'accepted');
      const duplicate = own.find(({ kind }) => kind === 'duplicate');
      assert.ok(accepted?.kind === 'accepted' && duplicate?.kind === 'duplicate');
      assert.equal(duplicate.duplicateOf, accepted.id);
    }
  });
});

describe('the front door', () => {
  const base = {
    windowDays: new Map(),
    holders: new Map(),
    suppressed: new Set<string>(),
    replays: new Map(),
    base: 0n,
  };
  const owner = { account: idFrom(0), sourceId: idFrom(0) };

  it('takes leads one by one where a batch fails for a reason of its data', async () => {
    const tried: number[] = [];
    const store: Store = async (arrivals) => {
      tried.push(arrivals.length);
      if (arrivals.some(({ sourceId }) => sourceId === 'bad'))
        throw new Error('invalid input syntax for type uuid');
      return decide(arrivals, base).outcomes;
    };
    const intake = openIntake(
      store,
      { batchDone: () => undefined },
      { flights: 1, worthAnother: 1, patience: 5, size: 10, waiting: 100 },
    );
    const settled = await Promise.allSettled(
      ['ok', 'bad', 'ok'].map((sourceId, index) =>
        intake.take({ ...arrivalOf(owner, { email: `a${index}@x.example` }), sourceId }),
      ),
    );
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(tried, [3, 1, 1, 1]);
  });

  it('tries nothing again when the database is away', async () => {
    let tries = 0;
    const store: Store = async () => {
      tries += 1;
      throw Object.assign(new Error('gone'), { code: '57P01' });
    };
    const intake = openIntake(
      store,
      { batchDone: () => undefined },
      { flights: 1, worthAnother: 1, patience: 5, size: 10, waiting: 100 },
    );
    const settled = await Promise.allSettled(
      [0, 1, 2].map((index) => intake.take(arrivalOf(owner, { email: `a${index}@x.example` }))),
    );
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    assert.equal(tries, 1);
  });
});
