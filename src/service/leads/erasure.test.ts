import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Outcome } from './decision.ts';
import { eraseContact, eraseLead, listErasures, replayErasures } from './erasure.ts';
import { addSuppression } from './suppression.ts';
import {
  arrivalOf,
  extent,
  openLeadDatabase,
  testKeys,
  untilWaiting,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

const idOf = (outcome: Outcome): string => {
  assert.ok(outcome.kind !== 'mismatch');
  return outcome.id;
};

describe('erasure', () => {
  let database: LeadDatabase;
  let door: Door;
  let account: TestAccount;
  before(async () => {
    database = await openLeadDatabase();
    door = database.newDoor();
  });
  after(() => database.close());
  const fresh = async () => {
    account = await database.newAccount();
  };
  const take = async (given: Parameters<typeof arrivalOf>[1]) => door.intake.take(arrivalOf(account, given));
  const erase = (email: string) =>
    eraseContact(database.postgres, account.account, testKeys(email), 'tester');
  const unerased = async () => {
    const { rows } = await database.superuser.query<{ id: string }>(
      `select id from leads where account_id = $1 and (erased_at is null or person is not null
         or email_key is not null or email2_key is not null or phone_key is not null or phone2_key is not null) order by id`,
      [account.account],
    );
    return rows.map(({ id }) => id);
  };
  const erasedEvents = async () => {
    const { rows } = await database.superuser.query<{ subject: string; data: unknown }>(
      "select subject, data from outbox where account_id = $1 and type = 'lead.erased' order by position",
      [account.account],
    );
    return rows;
  };

  it('forgets one lead, keeps what is not personal, and frees its contacts', async () => {
    await fresh();
    const id = idOf(await take({ email: 'ann@lee.example', phone: '+12125550123', firstName: 'Ann' }));
    const other = idOf(await take({ email: 'bo@lee.example' }));
    assert.equal(await eraseLead(database.postgres, account.account, id, 'tester'), true);
    assert.deepEqual(await unerased(), [other]);
    const { rows } = await database.superuser.query(
      'select verdict, score, source_id from leads where id = $1',
      [id],
    );
    assert.deepEqual(rows, [{ verdict: 'accepted', score: 60, source_id: account.sourceId }]);
    assert.equal((await take({ phone: '+12125550123' })).kind, 'accepted');
    assert.deepEqual(await erasedEvents(), [{ subject: id, data: {} }]);
  });

  it('may be asked for again, and does nothing then', async () => {
    await fresh();
    const id = idOf(await take({ email: 'ann@lee.example' }));
    await eraseLead(database.postgres, account.account, id, 'tester');
    const { rows: before } = await database.superuser.query('select erased_at from leads where id = $1', [
      id,
    ]);
    assert.equal(await eraseLead(database.postgres, account.account, id, 'tester'), true);
    const { rows: after } = await database.superuser.query('select erased_at from leads where id = $1', [id]);
    assert.deepEqual(after, before);
    assert.equal((await erasedEvents()).length, 1);
    assert.equal((await listErasures(database.postgres, account.account, { limit: 10 })).items.length, 1);
  });

  it('knows only the leads of the account', async () => {
    await fresh();
    const id = idOf(await take({ email: 'ann@lee.example' }));
    const owner = account;
    await fresh();
    assert.equal(await eraseLead(database.postgres, account.account, id, 'tester'), false);
    assert.equal((await erase('ann@lee.example')).leads, 0);
    account = owner;
    assert.deepEqual(await unerased(), [id]);
  });

  it('by contact forgets every lead that came with it: accepted, duplicate, suppressed, in any of the four places', async () => {
    await fresh();
    const email = 'cy@lee.example';
    const kinds = [
      await take({ email }),
      await take({ email: 'x@lee.example', email2: email }),
      await door.intake.take(arrivalOf(account, { email }, { daysAgo: 20 })),
    ];
    await addSuppression(database.postgres, testKeys, account.account, {
      kind: 'email',
      value: email,
      reason: 'revoked',
    });
    kinds.push(await take({ email, phone: '+12125550123' }));
    assert.deepEqual(
      kinds.map(({ kind }) => kind),
      ['accepted', 'duplicate', 'duplicate', 'suppressed'],
    );
    const bystander = idOf(await take({ email: 'x@lee.example' }));
    const erasure = await erase(email);
    assert.equal(erasure.leads, 4);
    assert.deepEqual(await unerased(), [bystander]);
    assert.deepEqual(new Set((await erasedEvents()).map(({ subject }) => subject)), new Set(kinds.map(idOf)));
    assert.equal((await erase(email)).leads, 0);
    assert.equal((await take({ email })).kind, 'suppressed', 'the suppression stays');
  });

  it('by phone finds both phones', async () => {
    await fresh();
    await take({ phone: '+12125550100', phone2: '+12125550101' });
    await take({ email: 'p@lee.example', phone: '+12125550101' });
    assert.equal(
      (await eraseContact(database.postgres, account.account, testKeys('+12125550101'), 'tester')).leads,
      2,
    );
    assert.deepEqual(await unerased(), []);
    const { rowCount } = await database.superuser.query('select from contact_keys where account_id = $1', [
      account.account,
    ]);
    assert.equal(rowCount, 0);
  });

  it('works through many leads in batches, from the oldest on, and lists them', async () => {
    await fresh();
    const email = 'many@lee.example';
    // An older transaction: the settled position stays before all of them, and every look finds the same again.
    const blocker = await database.superuser.connect();
    await blocker.query('begin; set local idle_in_transaction_session_timeout = 0');
    await blocker.query('select pg_current_xact_id()');
    const arrivals = Array.from({ length: 1_100 }, (_, index) =>
      arrivalOf(account, index % 2 === 0 ? { email } : { email: `m${index}@lee.example`, email2: email }),
    );
    for (let from = 0; from < arrivals.length; from += 220)
      await door.store(arrivals.slice(from, from + 220));
    // Others between them, more than one look takes in.
    await database.superuser.query(
      `insert into leads (account_id, id, source_id, verdict, reasons, person, position)
       select $1, uuidv7(), $2, 'accepted', '[]', '{}', 0 from generate_series(1, 41000)`,
      [account.account, account.sourceId],
    );
    await door.store([arrivalOf(account, { email })]);
    assert.equal((await erase(email)).leads, 1_101);
    await blocker.query('rollback');
    blocker.release();
    const left = await database.superuser.query(
      'select from leads where account_id = $1 and erased_at is null',
      [account.account],
    );
    assert.equal(left.rowCount, 41_000);
    const first = await listErasures(database.postgres, account.account, { limit: 2 });
    const second = await listErasures(database.postgres, account.account, {
      limit: 2,
      before: first.next ?? '',
    });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ leads }) => leads).toSorted((a, b) => a - b),
      [101, 500, 500],
    );
    const { rows } = await database.superuser.query<{ ids: number }>(
      'select count(distinct id)::int as ids from (select unnest(lead_ids) as id from erasures where account_id = $1)',
      [account.account],
    );
    assert.deepEqual(rows, [{ ids: 1_101 }]);
  });

  it('after a restore forgets again what came back', async () => {
    await fresh();
    const arrival = arrivalOf(account, { email: 'back@lee.example', firstName: 'Back' });
    const id = idOf(await door.intake.take(arrival));
    const kept = idOf(await take({ email: 'kept@lee.example' }));
    await erase('back@lee.example');
    const key = arrival.candidate.contacts[0]!.key;
    await database.superuser.query(
      'update leads set person = $2, email_key = $3, erased_at = null where id = $1',
      [id, arrival.candidate.person, key],
    );
    await database.superuser.query('insert into contact_keys values ($1, $2, $3)', [
      account.account,
      key,
      id,
    ]);
    assert.equal(await replayErasures(database.postgres), 1);
    assert.deepEqual(await unerased(), [kept]);
    assert.equal(await replayErasures(database.postgres), 0);
    assert.equal((await take({ email: 'back@lee.example' })).kind, 'accepted');
    assert.equal((await listErasures(database.postgres, account.account, { limit: 10 })).items.length, 1);
  });

  it('stands after the leads that were decided before it, however long it waited', async () => {
    await fresh();
    // In the order in which they are locked: with the first the erasure gets its position, at the second it waits.
    const lead = arrivalOf(account, {
      email: 'w1@lee.example',
      email2: 'w2@lee.example',
      phone: '+12125550123',
    });
    const [, second, third] = lead.candidate.contacts.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const held = idOf(await door.intake.take(lead));
    const blocker = await database.superuser.connect();
    await blocker.query('begin');
    await blocker.query('select from contact_keys where account_id = $1 and hash = $2 for update', [
      account.account,
      second?.key,
    ]);
    const erasing = eraseLead(database.postgres, account.account, held, 'tester');
    await untilWaiting(database, 1);
    const repeat = await take({ [third?.kind ?? '']: third?.value });
    await blocker.query('rollback');
    blocker.release();
    await erasing;
    assert.ok(repeat.kind === 'duplicate' && repeat.duplicateOf === held);
    const { rows } = await database.superuser.query<{ position: string }>(
      "select position from outbox where account_id = $1 and type = 'lead.erased'",
      [account.account],
    );
    assert.ok(BigInt(rows[0]?.position ?? 0) > repeat.n);
  });

  it('stays exact while leads with the contact come, and meets no deadlock', async () => {
    await fresh();
    const deadlocks = async () => {
      const { rows } = await database.superuser.query<{ deadlocks: string }>(
        'select deadlocks from pg_stat_database where datname = current_database()',
      );
      return Number(rows[0]?.deadlocks);
    };
    const before = await deadlocks();
    for (let round = 0; round < extent({ quick: 15, ci: 60, all: 300 }); round += 1) {
      const [email, other] = [`e${round}@lee.example`, `o${round}@lee.example`];
      const come = () => [
        take({ email, email2: other }),
        take({ email }),
        door.store([
          arrivalOf(account, { email: other }),
          arrivalOf(account, { email, phone: '+12125550123' }),
        ]),
      ];
      const [, erasure] = await Promise.all([
        Promise.all(come()),
        erase(email),
        erase(other),
        Promise.all(come()),
        eraseContact(database.postgres, account.account, testKeys('+12125550123'), 'tester'),
      ]);
      const { rows } = await database.superuser.query<{
        id: string;
        position: string;
        erased: string | null;
      }>(
        `select l.id, l.position, (select max(o.position) from outbox o where o.type = 'lead.erased' and o.subject = any (e.lead_ids)) as erased
         from leads l, erasures e where l.account_id = $1 and $2::uuid in (l.email_key, l.email2_key) and e.account_id = $1 and e.id = $3`,
        [account.account, testKeys(email), erasure.id],
      );
      for (const row of rows) {
        if (row.erased === null) continue;
        assert.ok(BigInt(row.position) > BigInt(row.erased), 'a lead that was left came later');
      }
    }
    await erase('none@lee.example');
    assert.equal(await deadlocks(), before);
  });
});
