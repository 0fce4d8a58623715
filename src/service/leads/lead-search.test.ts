import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eraseLead } from './erasure.ts';
import { searchLeads, type LeadSearch } from './lead-search.ts';
import {
  arrivalOf,
  idFrom,
  newSource,
  openLeadDatabase,
  testKeys,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

describe('searching leads', () => {
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
  const add = async (given: Parameters<typeof arrivalOf>[1], daysAgo = 0): Promise<string> => {
    const arrival = arrivalOf(account, given, { daysAgo });
    await door.store([arrival]);
    return arrival.id;
  };

  /** Ids found, over all pages. */
  async function found(q: string, more: Partial<LeadSearch> = {}): Promise<string[]> {
    const ids: string[] = [];
    for (let before: string | undefined; ;) {
      const page = await searchLeads(database.postgres, testKeys, account.account, {
        q,
        limit: 2,
        ...more,
        before,
      });
      assert.ok(page.items.length <= (more.limit ?? 2));
      ids.push(...page.items.map(({ id }) => id));
      if (page.next === null) return ids;
      before = page.next;
    }
  }

  it('finds a lead by its id, in any letter case, in its account only', async () => {
    await fresh();
    const id = await add({ email: 'a@lee.example' });
    assert.deepEqual(await found(id), [id]);
    assert.deepEqual(await found(` ${id.toUpperCase()} `), [id]);
    assert.deepEqual(await found(idFrom(0)), []);
    await fresh();
    assert.deepEqual(await found(id), []);
  });

  it('finds all leads with an e-mail or a phone, in whatever spelling', async () => {
    await fresh();
    const first = await add({ email: 'Ann@Lee.example', phone: '+12125550123' });
    const second = await add({ email: 'other@lee.example', email2: 'ann@lee.example' });
    const third = await add({ phone: '(212) 555-0100', phone2: '212.555.0123' });
    assert.deepEqual(await found('ANN@lee.example '), [second, first]);
    assert.deepEqual(await found('212 555 0123'), [third, first]);
    assert.deepEqual(await found('+1 (212) 555-0123'), [third, first]);
    assert.deepEqual(await found('nobody@lee.example'), []);
  });

  it('finds a lead by part of its name, company or e-mail', async () => {
    await fresh();
    const ann = await add({ email: 'ann@lee.example', firstName: 'Ann', lastName: 'Leeson' });
    const acme = await add({ email: 'x@y.example', company: 'Acme & Söhne' });
    assert.deepEqual(await found('LEES'), [ann]);
    assert.deepEqual(await found('ann leeson'), [ann]);
    assert.deepEqual(await found('söhne'), [acme]);
    assert.deepEqual(await found('@lee.ex'), [ann]);
    assert.deepEqual(await found('example'), [acme, ann]);
    assert.deepEqual(await found('zz'), []);
  });

  it('takes signs of patterns as they are', async () => {
    await fresh();
    const percent = await add({ email: 'a@lee.example', company: '100% Solar_Roof\\s' });
    await add({ email: 'b@lee.example', company: '100 Solar Roofs' });
    for (const q of ['100%', 'r_r', 'f\\s', '% s']) assert.deepEqual(await found(q), [percent], q);
    for (const q of ['%%', '__', '\\\\', "'; drop table leads; --"]) assert.deepEqual(await found(q), [], q);
  });

  it('finds who holds a contact, however old, after the newest', async () => {
    await fresh();
    const holder = await add({ email: 'old@lee.example' }, 20);
    await database.superuser.query(
      `insert into leads (account_id, id, source_id, verdict, reasons, person, position)
       select $1, uuidv7(make_interval(secs => n / 1000.0 - 100)), $2, 'accepted', '[]', json_build_object('firstName', 'N' || n), n
       from generate_series(1, 12000) n`,
      [account.account, account.sourceId],
    );
    const repeat = await add({ email: 'old@lee.example' });
    assert.deepEqual(await found('old@lee.example'), [repeat, holder]);
    assert.deepEqual(await found('old@lee.example', { limit: 1 }), [repeat, holder]);
    assert.deepEqual(await found('old@lee'), [repeat], 'a part is looked for among the newest only');
    assert.equal((await found('N1999')).length, 0);
    assert.equal((await found('N12000')).length, 1);
  });

  it('keeps to the filters', async () => {
    await fresh();
    const other = await newSource(database.postgres, account.account, 'Other');
    const importId = idFrom(0);
    const arrivals = [
      arrivalOf(account, { email: 'f@lee.example' }),
      { ...arrivalOf(account, { email: 'f@lee.example' }), sourceId: other, importId },
    ];
    await door.store(arrivals);
    const [first, second] = arrivals.map(({ id }) => id);
    assert.deepEqual(await found('f@lee.example', { verdict: 'accepted' }), [first]);
    assert.deepEqual(await found('f@lee', { source: 'OTHER' }), [second]);
    assert.deepEqual(await found(second!, { verdict: 'accepted' }), []);
    assert.deepEqual(await found('f@lee.example', { importId }), [second]);
    assert.deepEqual(await found('f@lee.example', { source: 'nobody' }), []);
  });

  it('finds an erased lead by nothing but its id', async () => {
    await fresh();
    const id = await add({ email: 'gone@lee.example', firstName: 'Gone' });
    await eraseLead(database.postgres, account.account, id, 'tester');
    for (const q of ['gone@lee.example', 'gone', 'null']) assert.deepEqual(await found(q), []);
    assert.deepEqual(await found(id), [id]);
  });

  it('answers in bounded time when leads carry much, and goes on from there', async () => {
    await fresh();
    await database.superuser.query(
      `insert into leads (account_id, id, source_id, verdict, reasons, person, position)
       select $1, uuidv7(), $2, 'accepted', '[]', json_build_object('firstName', 'Big' || n, 'consent', json_build_object('text', repeat('word ', 5000))), n
       from generate_series(1, 1500) n`,
      [account.account, account.sourceId],
    );
    const started = performance.now();
    const page = await searchLeads(database.postgres, testKeys, account.account, {
      q: 'nobody here',
      limit: 10,
    });
    assert.ok(performance.now() - started < 10_000);
    assert.deepEqual(page.items, []);
    assert.equal((await found('big7 ', { limit: 200 })).length, (await found('BIG7', { limit: 200 })).length);
    assert.deepEqual(await found('big1500', { limit: 200 }).then(({ length }) => length), 1);
  });
});
