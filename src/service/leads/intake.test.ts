import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { decide, type Arrival, type Outcome } from './decision.ts';
import { openIntake, type Store } from './intake.ts';
import { arrivalOf, extent, idFrom, openLeadDatabase, untilWaiting, type Door, type LeadDatabase, type TestAccount } from './test-lead-database.ts';

const hex = () => randomBytes(16).toString('hex');
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
          (index % 2 === 0 ? here : there).intake.take(arrivalOf(account, { email: 'ann@lee.example', phone: '+1 212 555 0123' })),
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
        assert.ok(positionOf(outcome) > positionOf(first!), 'a repeat stands after what it repeats');
      }
    }
  });

  it('gives each lead one row and one event, at its position', async () => {
    await fresh();
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, index) => here.intake.take(arrivalOf(account, { email: `p${index % 200}@lee.example` }))),
    );
    const { rows } = await database.superuser.query<{ id: string; position: string; type: string; verdict: string }>(
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
    // The keys in the order in which they are locked.
    const emails = Array.from({ length: 8 }, (_, index) => `wait${index}@lee.example`)
      .map((email) => ({ email, key: arrivalOf(account, { email }).candidate.contacts[0]!.key }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const [low, high] = [emails[0]!, emails[7]!];
    const blocker = await database.superuser.connect();
    await blocker.query('begin');
    await blocker.query('insert into contact_keys values ($1, $2, $3)', [account.account, low.key, idFrom(0)]);
    const waiting = here.intake.take(arrivalOf(account, { email: low.email, email2: high.email }));
    await untilWaiting(database, 1);
    const overtaking = await there.intake.take(arrivalOf(account, { email: high.email }));
    await blocker.query('rollback');
    blocker.release();
    const waited = await waiting;
    assert.equal(overtaking.kind, 'accepted');
    assert.equal(waited.kind, 'duplicate');
    assert.ok(waited.kind === 'duplicate' && waited.duplicateOf === (overtaking.kind === 'accepted' && overtaking.id));
    assert.ok(positionOf(waited) > positionOf(overtaking));
  });

  it('lets exactly one take over a contact whose window has passed', async () => {
    for (let run = 0; run < extent({ quick: 10, ci: 50, all: 200 }); run += 1) {
      await fresh(1);
      const old = await here.intake.take(arrivalOf(account, { email: 'bo@lee.example' }, { daysAgo: 1.5 }));
      assert.equal(old.kind, 'accepted');
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? here : there).intake.take(arrivalOf(account, { email: 'bo@lee.example' }))),
      );
      assert.deepEqual(kinds(outcomes), ['accepted', ...Array.from({ length: 9 }, () => 'duplicate')]);
      const taker = outcomes.find((outcome) => outcome.kind === 'accepted');
      for (const outcome of outcomes) if (outcome.kind === 'duplicate') assert.equal(outcome.duplicateOf, taker?.id);
    }
  });

  it('still counts a lead of the window’s last moment as a repeat', async () => {
    await fresh(2);
    await here.intake.take(arrivalOf(account, { email: 'edge@lee.example' }, { daysAgo: 1.999 }));
    assert.equal((await here.intake.take(arrivalOf(account, { email: 'edge@lee.example' }))).kind, 'duplicate');
    await here.intake.take(arrivalOf(account, { email: 'past@lee.example' }, { daysAgo: 2.001 }));
    assert.equal((await here.intake.take(arrivalOf(account, { email: 'past@lee.example' }))).kind, 'accepted');
  });

  it('spoils no neighbour of a lead that the database refuses', async () => {
    await fresh();
    const good = Array.from({ length: 20 }, (_, index) => arrivalOf(account, { email: `n${index}@lee.example` }));
    const bad: Arrival = { ...arrivalOf(account, { email: 'bad@lee.example' }), id: 'ffffffff-0000-7000-8000-000000000000' }; // No month holds it.
    const settled = await Promise.allSettled([...good.slice(0, 10), bad, ...good.slice(10)].map((arrival) => here.intake.take(arrival)));
    assert.deepEqual(
      settled.map((result) => (result.status === 'fulfilled' ? result.value.kind : result.status)),
      [...Array.from({ length: 10 }, () => 'accepted'), 'rejected', ...Array.from({ length: 10 }, () => 'accepted')],
    );
    const kept = await database.superuser.query('select from contact_keys where account_id = $1', [account.account]);
    assert.equal(kept.rowCount, 20, 'the refused lead holds no contact');
  });

  it('keeps the leads of accounts apart', async () => {
    const [one, other] = [await database.newAccount(), await database.newAccount()];
    const outcomes = await Promise.all(
      [one, other, one, other].map((owner) => here.intake.take(arrivalOf(owner, { email: 'same@lee.example' }))),
    );
    assert.deepEqual(outcomes.map((outcome) => outcome.kind), ['accepted', 'accepted', 'duplicate', 'duplicate']);
    const [first, second, third, fourth] = outcomes;
    assert.ok(third?.kind === 'duplicate' && first?.kind === 'accepted' && third.duplicateOf === first.id);
    assert.ok(fourth?.kind === 'duplicate' && second?.kind === 'accepted' && fourth.duplicateOf === second.id);
  });

  describe('idempotency', () => {
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
      const { rowCount } = await database.superuser.query('select from leads where account_id = $1', [account.account]);
      assert.equal(rowCount, 2);
    });

    it('refuses the same key with another body', async () => {
      await fresh();
      const key = hex();
      await here.intake.take(keyed(key, hex()));
      assert.deepEqual(await there.intake.take(keyed(key, hex(), 'other@lee.example')), { kind: 'mismatch' });
      assert.equal((await here.intake.take(arrivalOf(account, { email: 'other@lee.example' }))).kind, 'accepted');
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
          Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? here : there).intake.take(keyed(key, body))),
        );
        for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
        assert.equal(outcomes[0]?.kind, 'accepted');
        const { rowCount } = await database.superuser.query('select from leads where account_id = $1', [account.account]);
        assert.equal(rowCount, 1);
      }
    });

    it('takes one body of several that come at once with one key', async () => {
      await fresh();
      const key = hex();
      const outcomes = await here.store(['a', 'b', 'a', 'c'].map((body) => keyed(key, body.repeat(32), `${body}@lee.example`)));
      assert.deepEqual(outcomes.map(({ kind }) => kind), ['accepted', 'mismatch', 'accepted', 'mismatch']);
      assert.deepEqual(outcomes[2], outcomes[0]);
      const { rows } = await database.superuser.query('select lead_id from contact_keys where account_id = $1', [account.account]);
      assert.deepEqual(rows, [{ lead_id: outcomes[0]?.kind === 'accepted' && outcomes[0].id }], 'only the lead that was kept holds a contact');
    });
  });

  describe('a connection that is lost', () => {
    const kill = async (door: Door) => {
      const pids = await door.flights.fly((connection) => connection.query<{ pid: number }>('select pg_backend_pid() as pid'));
      return pids.rows[0]!.pid;
    };

    it('in the middle of a batch leaves nothing of it, and the next one goes on', async () => {
      await fresh();
      const door = database.newDoor({ flights: 1 });
      const pid = await kill(door);
      const blocker = await database.superuser.connect();
      await blocker.query('begin');
      const arrivals = Array.from({ length: 40 }, (_, index) => arrivalOf(account, { email: `k${index}@lee.example` }));
      const last = arrivals.map(({ candidate }) => candidate.contacts[0]!.key).toSorted().at(-1);
      await blocker.query('insert into contact_keys values ($1, $2, $3)', [account.account, last, idFrom(0)]);
      const cut = Promise.allSettled(arrivals.map((arrival) => door.intake.take(arrival)));
      await untilWaiting(database, 1);
      await database.superuser.query('select pg_terminate_backend($1)', [pid]);
      for (const result of await cut) assert.equal(result.status, 'rejected');
      await blocker.query('rollback');
      blocker.release();
      const kept = await database.superuser.query(
        'select id from leads where account_id = $1 union all select lead_id from contact_keys where account_id = $1 union all select id from outbox where account_id = $1 and type <> $2',
        [account.account, 'source.created'],
      );
      assert.equal(kept.rowCount, 0);
      const again = await Promise.all(arrivals.map((arrival) => door.intake.take({ ...arrival, id: idFrom(0) })));
      assert.deepEqual([...new Set(again.map(({ kind }) => kind))], ['accepted']);
    });

    it('at any moment leaves a batch whole or not at all', async () => {
      await fresh();
      const door = database.newDoor({ flights: 1 });
      for (let run = 0; run < extent({ quick: 15, ci: 60, all: 200 }); run += 1) {
        const pid = await kill(door);
        const arrivals = Array.from({ length: 50 }, (_, index) => arrivalOf(account, { email: `h${run}.${index}@lee.example` }));
        const killer = new pg.Client({ connectionString: database.superuser.options.connectionString! });
        await killer.connect();
        const storing = door.store(arrivals).then(() => 'done', () => 'failed');
        for (let step = 0; step < run % 12; step += 1) await killer.query('select');
        await killer.query('select pg_terminate_backend($1)', [pid]);
        const result = await storing;
        await killer.end();
        const { rows } = await database.superuser.query<{ leads: number; events: number; contacts: number }>(
          `select (select count(*)::int from leads where id = any ($1)) as leads, (select count(*)::int from outbox where id = any ($1)) as events,
             (select count(*)::int from contact_keys where lead_id = any ($1)) as contacts`,
          [arrivals.map(({ id }) => id)],
        );
        const { leads, events, contacts } = rows[0]!;
        assert.ok(leads === 0 || leads === 50, `${leads} of 50 are kept`);
        assert.deepEqual([events, contacts], [leads, leads]);
        if (result === 'done') assert.equal(leads, 50);
      }
    });
  });

  it('undoes what a batch’s companion wrote when the batch fails', async () => {
    await fresh();
    const importId = idFrom(0);
    const bad: Arrival = { ...arrivalOf(account, { email: 'c@lee.example' }), id: 'ffffffff-0000-7000-8000-000000000000' };
    let written = 0;
    const slow = here.store([bad], async (transaction) => {
      for (let row = 1; row <= 20; row += 1) {
        await transaction
          .query("insert into import_rows (account_id, import_id, row, verdict) values ($1, $2, $3, 'accepted')", [account.account, importId, row])
          .then(() => (written += 1));
      }
    });
    await assert.rejects(slow, /no partition/);
    await here.intake.take(arrivalOf(account, { email: 'c@lee.example' }));
    const { rowCount } = await database.superuser.query('select from import_rows where import_id = $1', [importId]);
    assert.equal(rowCount, 0, `${written} rows were written before the failure`);
  });
});

describe('the front door', () => {
  const base = { windowDays: new Map(), holders: new Map(), suppressed: new Set<string>(), replays: new Map(), base: 0n };
  const owner = { account: idFrom(0), sourceId: idFrom(0) };

  it('takes leads one by one where a batch fails for a reason of its data', async () => {
    const tried: number[] = [];
    const store: Store = async (arrivals) => {
      tried.push(arrivals.length);
      if (arrivals.some(({ sourceId }) => sourceId === 'bad')) throw new Error('invalid input syntax for type uuid');
      return decide(arrivals, base).outcomes;
    };
    const intake = openIntake(store, { batchDone: () => undefined }, { flights: 1, size: 10, waiting: 100 });
    const settled = await Promise.allSettled(
      ['ok', 'bad', 'ok'].map((sourceId, index) => intake.take({ ...arrivalOf(owner, { email: `a${index}@x.example` }), sourceId })),
    );
    assert.deepEqual(settled.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
    assert.deepEqual(tried, [3, 1, 1, 1]);
  });

  it('tries nothing again when the database is away', async () => {
    let tries = 0;
    const store: Store = async () => {
      tries += 1;
      throw Object.assign(new Error('gone'), { code: '57P01' });
    };
    const intake = openIntake(store, { batchDone: () => undefined }, { flights: 1, size: 10, waiting: 100 });
    const settled = await Promise.allSettled([0, 1, 2].map((index) => intake.take(arrivalOf(owner, { email: `a${index}@x.example` }))));
    assert.deepEqual(settled.map(({ status }) => status), ['rejected', 'rejected', 'rejected']);
    assert.equal(tries, 1);
  });
});
