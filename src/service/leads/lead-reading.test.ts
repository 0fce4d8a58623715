import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eraseLead } from './erasure.ts';
import { leadHistory } from './history.ts';
import { getLead, listLeads, type LeadQuery } from './lead-reading.ts';
import type { LeadView } from './lead-view.ts';
import { WrongPlace, type Page } from './page.ts';
import { addSuppression } from './suppression.ts';
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

describe('reading leads', () => {
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
  const get = (id: string) => getLead(database.postgres, account.account, id);

  /** All pages of a list. */
  async function all(
    query: Omit<LeadQuery, 'before'>,
  ): Promise<{ items: LeadView[]; pages: number; longest: number }> {
    const items: LeadView[] = [];
    let longest = 0;
    for (let pages = 1, before: string | undefined; ; pages += 1) {
      const started = performance.now();
      const page: Page<LeadView> = await listLeads(database.postgres, account.account, { ...query, before });
      longest = Math.max(longest, performance.now() - started);
      assert.ok(page.items.length <= query.limit);
      items.push(...page.items);
      if (page.next === null) return { items, pages, longest };
      before = page.next;
    }
  }

  it('shows a lead with all that was given', async () => {
    await fresh();
    const arrival = arrivalOf(account, {
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'Ann@Lee.example',
      phone: '(212) 555-0123',
      company: 'Lee',
      postalCode: '10001',
      country: 'US',
      consent: { text: 'yes' },
      attributes: { budget: 5 },
    });
    const outcome = await door.intake.take(arrival);
    assert.ok(outcome.kind === 'accepted');
    const { reasons, receivedAt, ...lead } = (await get(arrival.id))!;
    assert.deepEqual(lead, {
      id: arrival.id,
      verdict: 'accepted',
      source: 'Web',
      duplicateOf: null,
      matchedOn: [],
      score: outcome.score,
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'Ann@Lee.example',
      email2: null,
      phone: '(212) 555-0123',
      phone2: null,
      company: 'Lee',
      website: null,
      postalCode: '10001',
      country: 'US',
      consent: { givenAt: null, text: 'yes', evidenceUrl: null },
      attributes: { budget: 5 },
      position: `0.${outcome.n}`,
      importId: null,
      erasedAt: null,
    });
    assert.equal((await get(arrival.id.toUpperCase()))?.id, arrival.id);
    assert.deepEqual(reasons[0], {
      code: 'email_valid',
      points: 20,
      text: 'The e-mail address is well formed',
    });
    assert.equal(
      new Date(receivedAt).getTime(),
      Number.parseInt(arrival.id.slice(0, 8) + arrival.id.slice(9, 13), 16),
    );
  });

  it('shows what a duplicate repeats, why a lead was suppressed, and an erased one without its person', async () => {
    await fresh();
    const [first, repeat] = [
      arrivalOf(account, { email: 'a@lee.example' }),
      arrivalOf(account, { email: 'a@lee.example' }),
    ];
    await door.store([first, repeat]);
    await addSuppression(database.postgres, testKeys, account.account, {
      kind: 'email',
      value: 'a@lee.example',
      reason: 'other',
    });
    const refused = arrivalOf(account, { email: 'a@lee.example' });
    await door.store([refused]);
    await eraseLead(database.postgres, account.account, first.id, 'tester');
    const duplicate = await get(repeat.id);
    assert.deepEqual(
      [duplicate?.verdict, duplicate?.duplicateOf, duplicate?.matchedOn, duplicate?.score],
      ['duplicate', first.id, ['email'], null],
    );
    assert.deepEqual((await get(refused.id))?.reasons, [
      { code: 'suppressed_email', points: 0, text: 'The e-mail address is on the suppression list' },
    ]);
    const erased = await get(first.id);
    assert.deepEqual(
      [erased?.email, erased?.consent, erased?.attributes, erased?.score],
      [null, null, {}, 30],
    );
    assert.ok(erased?.erasedAt);
  });

  it('knows no lead of another account', async () => {
    await fresh();
    const arrival = arrivalOf(account, { email: 'a@lee.example' });
    await door.store([arrival]);
    await fresh();
    assert.equal(await get(arrival.id), undefined);
    assert.equal(await leadHistory(database.postgres, account.account, arrival.id, { limit: 10 }), undefined);
    assert.deepEqual(await listLeads(database.postgres, account.account, { limit: 10 }), {
      items: [],
      next: null,
    });
  });

  it('lists the newest first, page by page, each once', async () => {
    await fresh();
    const arrivals = Array.from({ length: 7 }, (_, index) =>
      arrivalOf(account, { email: `p${index}@lee.example` }),
    );
    await door.store(arrivals);
    for (const limit of [1, 2, 3, 6, 7, 8]) {
      const { items, pages } = await all({ limit });
      assert.deepEqual(
        items.map(({ id }) => id),
        arrivals.map(({ id }) => id).toReversed(),
      );
      assert.equal(pages, Math.ceil(7 / limit));
    }
    for (const before of ['x', '1', idFrom(0).toUpperCase()]) {
      await assert.rejects(listLeads(database.postgres, account.account, { limit: 1, before }), WrongPlace);
    }
  });

  it('lists by verdict and by source, whatever the letter case', async () => {
    await fresh();
    const phone = await newSource(database.postgres, account.account, 'Phone desk');
    const [a, b, c] = [
      arrivalOf(account, { email: 'a@lee.example' }),
      { ...arrivalOf(account, { email: 'b@lee.example' }), sourceId: phone },
      { ...arrivalOf(account, { email: 'a@lee.example' }), sourceId: phone },
    ];
    await door.store([a, b, c]);
    const ids = async (query: object) => (await all({ limit: 10, ...query })).items.map(({ id }) => id);
    assert.deepEqual(await ids({ verdict: 'accepted' }), [b.id, a.id]);
    assert.deepEqual(await ids({ source: 'PHONE DESK' }), [c.id, b.id]);
    assert.deepEqual(await ids({ source: 'phone desk', verdict: 'duplicate' }), [c.id]);
    assert.deepEqual(await ids({ source: 'nobody' }), []);
  });

  it('lists the leads of an import from its last row on', async () => {
    await fresh();
    const importId = idFrom(0);
    const rows = Array.from({ length: 600 }, (_, index) => ({
      ...arrivalOf(account, { email: `i${index % 500}@lee.example` }),
      importId,
    }));
    await door.store(
      [...rows, arrivalOf(account, { email: 'other@lee.example' })],
      async (transaction, outcomes) => {
        await transaction.query(
          `insert into import_rows (account_id, import_id, row, verdict, lead_id)
         select $1::uuid, $2::uuid, 2 * ordinal, verdict, id from unnest($3::uuid[], $4::text[]) with ordinality as given (id, verdict, ordinal)
         union all select $1::uuid, $2::uuid, 2 * row - 1, 'rejected', null from generate_series(1, 600) row`,
          [
            account.account,
            importId,
            rows.map(({ id }) => id),
            outcomes.slice(0, 600).map(({ kind }) => kind),
          ],
        );
      },
    );
    const ids = rows.map(({ id }) => id).toReversed();
    const listed = await all({ limit: 200, importId });
    assert.deepEqual(
      listed.items.map(({ id }) => id),
      ids,
    );
    assert.equal(listed.items[0]?.importId, importId);
    assert.deepEqual(
      (await all({ limit: 50, importId, verdict: 'duplicate' })).items.map(({ id }) => id),
      ids.slice(0, 100),
    );
    assert.deepEqual(
      (await all({ limit: 50, importId, source: 'web', verdict: 'accepted' })).items.length,
      500,
    );
    assert.deepEqual((await all({ limit: 50, importId: idFrom(0) })).items, []);
    await assert.rejects(
      listLeads(database.postgres, account.account, { limit: 1, importId, before: 'x' }),
      WrongPlace,
    );
  });

  it('looks at a bounded number of leads a page, however few pass the filter', async () => {
    await fresh();
    await database.superuser.query(
      `insert into leads (account_id, id, source_id, verdict, reasons, person, position)
       select $1, uuidv7(make_interval(secs => n / 1000.0 - 100)), $2, case when n in (7, 30000) then 'suppressed' else 'accepted' end, '[]', '{}', n
       from generate_series(1, 45000) n`,
      [account.account, account.sourceId],
    );
    const { items, pages, longest } = await all({ limit: 5, verdict: 'suppressed' });
    assert.deepEqual(
      items.map(({ position }) => position),
      ['0.30000', '0.7'],
    );
    assert.equal(pages, 3);
    assert.ok(longest < 5_000, `a page took ${Math.round(longest)} ms`);
    const { rows } = await database.superuser.query<{ 'QUERY PLAN': string }>(
      `explain select id, verdict = 'suppressed' from leads where account_id = '${account.account}' and id < '${idFrom(0)}' order by id desc limit 2000`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(plan, /Index (Only )?Scan Backward using leads_\d{4}_\d{2}_pkey/);
    assert.doesNotMatch(plan, /Sort|Seq Scan on leads_\d{4}_\d{2} leads.*rows=[1-9]\d{3}/);
  });

  it('tells a lead’s history, oldest first, page by page', async () => {
    await fresh();
    const arrival = arrivalOf(account, { email: 'h@lee.example' });
    await door.store([arrival]);
    await eraseLead(database.postgres, account.account, arrival.id, 'tester');
    const first = (await leadHistory(database.postgres, account.account, arrival.id, { limit: 1 }))!;
    const second = (await leadHistory(database.postgres, account.account, arrival.id, {
      limit: 1,
      after: first.next ?? '',
    }))!;
    assert.deepEqual(
      [...first.items, ...second.items].map(({ type, subject, data }) => [type, subject, data]),
      [
        ['lead.accepted', arrival.id, { sourceId: account.sourceId, score: 30 }],
        ['lead.erased', arrival.id, {}],
      ],
    );
    assert.match(first.items[0]?.position ?? '', /^0\.\d+$/);
    assert.equal(first.items[0]?.id, arrival.id);
    assert.equal(second.next, null);
    await assert.rejects(
      leadHistory(database.postgres, account.account, arrival.id, { limit: 1, after: 'x' }),
      WrongPlace,
    );
  });
});
