import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Arrival, Outcome } from './decision.ts';
import { eraseContact, eraseLead } from './erasure.ts';
import { addSuppression, liftSuppression } from './suppression.ts';
import type { SuppressionReason } from './suppression-reason.ts';
import {
  arrivalOf,
  extent,
  openLeadDatabase,
  testKeys,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

/**
 * Leads, suppressions and erasures of a few contacts, all at once, through several processes. Whatever came of
 * them must be explained by some order in which they came one after the other, and the log must tell that
 * order: it is played through a model so simple that it can be seen to be right.
 */

const windows = [1, 7, 30] as const;
const emails = Array.from({ length: 6 }, (_, index) => `m${index}@lee.example`);
const phones = Array.from({ length: 4 }, (_, index) => `+1 212 555 010${index}`);

/** Each reason of these tests has its own end, so that an event tells which was meant. */
const ends = { revoked: null, fraud: '2999-01-01T00:00:00Z', other: '2020-01-01T00:00:00Z' } as const;
type Reason = keyof typeof ends & SuppressionReason;

type Step =
  | { readonly do: 'take'; readonly account: number; readonly door: number; readonly leads: readonly Lead[] }
  | { readonly do: 'suppress'; readonly account: number; readonly contact: number; readonly reason: Reason }
  | { readonly do: 'lift'; readonly account: number; readonly which: number }
  | { readonly do: 'erase lead'; readonly account: number; readonly which: number }
  | { readonly do: 'erase contact'; readonly account: number; readonly contact: number };

type Lead = { readonly contacts: readonly number[]; readonly daysAgo: number };

const contacts = [...emails, ...phones];
const account = fc.nat(windows.length - 1);
const contact = fc.nat(contacts.length - 1);
const lead: fc.Arbitrary<Lead> = fc.record({
  contacts: fc.uniqueArray(contact, { minLength: 1, maxLength: 4 }).filter((chosen) => {
    const ofEmails = chosen.filter((one) => one < emails.length).length;
    return ofEmails <= 2 && chosen.length - ofEmails <= 2;
  }),
  daysAgo: fc.constantFrom(0, 0, 0, 0.5, 2, 5, 10, 20),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      account,
      door: fc.nat(2),
      leads: fc.array(lead, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('suppress' as const),
      account,
      contact,
      reason: fc.constantFrom<Reason>('revoked', 'fraud', 'other'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift' as const), account, which: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('erase lead' as const), account, which: fc.nat(200) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase contact' as const), account, contact }) },
);

describe('intake, compared with leads that come one after the other', () => {
  let database: LeadDatabase;
  let doors: readonly Door[];
  before(async () => {
    database = await openLeadDatabase();
    doors = [
      database.newDoor({ size: 4 }),
      database.newDoor({ size: 16 }),
      database.newDoor({ flights: 3, size: 2 }),
    ];
  });
  after(() => database.close());

  it('decides all as the order of positions says', async () => {
    const seen = { accepted: 0, duplicate: 0, suppressed: 0, erased: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 5, maxLength: 12 }), { minLength: 8, maxLength: 8 }),
        async (lanes) => {
          const run = await perform(lanes);
          await compare(run, seen);
        },
      ),
      { numRuns: extent({ quick: 5, ci: 40, all: 300 }), endOnFailure: true },
    );
    for (const [what, count] of Object.entries(seen))
      assert.ok(count > 0, `no lead was ${what}: the test tried nothing`);
  });

  type Run = {
    readonly accounts: readonly TestAccount[];
    readonly arrivals: Map<string, Arrival>;
    readonly outcomes: Map<string, Outcome>;
    /** By id of the suppression: account and hash. */
    readonly suppressions: Map<string, string>;
  };

  async function perform(lanes: readonly (readonly Step[])[]): Promise<Run> {
    const accounts = await Promise.all(windows.map((days) => database.newAccount(days)));
    const run: Run = { accounts, arrivals: new Map(), outcomes: new Map(), suppressions: new Map() };
    await Promise.all(
      lanes.map(async (steps) => {
        for (const one of steps) await take(run, one);
      }),
    );
    return run;
  }

  async function take(run: Run, one: Step): Promise<void> {
    const owner = run.accounts[one.account]!;
    const { postgres } = database;
    switch (one.do) {
      case 'take': {
        const arrivals = one.leads.map((given) =>
          arrivalOf(owner, inputOf(given), { daysAgo: given.daysAgo }),
        );
        for (const arrival of arrivals) run.arrivals.set(arrival.id, arrival);
        const { intake, store } = doors[one.door]!;
        // Odd doors are used as bulk is: a batch at once, in the order given.
        const outcomes =
          one.door === 1
            ? await store(arrivals)
            : await Promise.all(arrivals.map((arrival) => intake.take(arrival)));
        outcomes.forEach((outcome, index) => run.outcomes.set(arrivals[index]!.id, outcome));
        return;
      }
      case 'suppress': {
        const value = contacts[one.contact]!;
        const added = await addSuppression(postgres, testKeys, owner.account, {
          kind: one.contact < emails.length ? 'email' : 'phone',
          value,
          reason: one.reason,
          until: ends[one.reason],
        });
        assert.equal(added.kind, 'added');
        if (added.kind === 'added')
          run.suppressions.set(added.suppression.id, `${owner.account}:${added.suppression.hash}`);
        return;
      }
      case 'lift': {
        const ids = [...run.suppressions].filter(([, of]) => of.startsWith(owner.account)).map(([id]) => id);
        if (ids.length > 0) await liftSuppression(postgres, owner.account, ids[one.which % ids.length]!);
        return;
      }
      case 'erase lead': {
        const ids = [...run.arrivals.values()]
          .filter((arrival) => arrival.account === owner.account)
          .map(({ id }) => id);
        if (ids.length > 0) await eraseLead(postgres, owner.account, ids[one.which % ids.length]!, 'test');
        return;
      }
      case 'erase contact':
        await eraseContact(postgres, owner.account, keyOf(one.contact), 'test');
    }
  }

  type Seen = { accepted: number; duplicate: number; suppressed: number; erased: number };

  async function compare(run: Run, seen: Seen): Promise<void> {
    const { rows } = await database.superuser.query<Told>(
      `select o.account_id, o.position, o.type, o.subject, o.data, l.verdict, l.duplicate_of, l.matched_on, l.score, l.position as of_lead
       from outbox o left join leads l on l.account_id = o.account_id and l.id = o.subject
       where o.account_id = any ($1) and o.type <> 'source.created' order by o.position`,
      [run.accounts.map((owner) => owner.account)],
    );
    const model: Model = { holders: new Map(), suppressed: new Map() };
    let decided = 0;
    for (const row of rows) {
      if (row.type === 'lead.erased') {
        seen.erased += 1;
        for (const [key, holder] of model.holders) if (holder === row.subject) model.holders.delete(key);
      } else if (row.type === 'suppression.added') {
        model.suppressed.set(run.suppressions.get(row.subject)!, row.data.reason!);
      } else if (row.type === 'suppression.removed') {
        model.suppressed.delete(run.suppressions.get(row.subject)!);
      } else {
        decided += 1;
        const arrival = run.arrivals.get(row.subject)!;
        const expected = decideSerially(
          model,
          arrival,
          windows[run.accounts.findIndex((owner) => owner.account === arrival.account)]!,
        );
        const where = `at position ${row.position}, lead ${row.subject}`;
        assert.equal(row.type, `lead.${row.verdict}`, where);
        assert.deepEqual(withoutPlace(run.outcomes.get(row.subject)!), expected, where);
        assert.equal(row.verdict, expected.kind, where);
        assert.equal(row.duplicate_of, 'duplicateOf' in expected ? expected.duplicateOf : null, where);
        assert.deepEqual(row.matched_on, 'matchedOn' in expected ? expected.matchedOn : null, where);
        assert.equal(row.of_lead, row.position, where);
        seen[expected.kind] += 1;
      }
    }
    assert.equal(decided, run.arrivals.size, 'each lead is in the log once');
    const held = await database.superuser.query<{ contact: string; lead_id: string }>(
      `select account_id || ':' || replace(hash::text, '-', '') as contact, lead_id from contact_keys where account_id = any ($1)`,
      [run.accounts.map((owner) => owner.account)],
    );
    assert.deepEqual(new Map(held.rows.map((row) => [row.contact, row.lead_id])), new Map(model.holders));
  }

  type Told = {
    account_id: string;
    position: string;
    type: string;
    subject: string;
    data: { reason?: Reason };
    verdict: string;
    duplicate_of: string | null;
    matched_on: string[] | null;
    score: number | null;
    of_lead: string;
  };
});

type Model = {
  /** Who holds each contact of an account. */
  readonly holders: Map<string, string>;
  readonly suppressed: Map<string, Reason>;
};

type Expected =
  | {
      readonly kind: 'accepted' | 'suppressed';
      readonly reasons: readonly unknown[];
      readonly score?: number;
    }
  | { readonly kind: 'duplicate'; readonly duplicateOf: string; readonly matchedOn: readonly string[] };

function decideSerially(model: Model, arrival: Arrival, windowDays: number): Expected {
  const keys = arrival.candidate.contacts.map(({ kind, key }) => ({
    kind,
    key: `${arrival.account}:${key}`,
  }));
  const listed = keys.filter(({ key }) => {
    const reason = model.suppressed.get(key);
    return reason !== undefined && reason !== 'other'; // The end of `other` has passed.
  });
  if (listed.length > 0)
    return {
      kind: 'suppressed',
      reasons: listed.map(({ kind }) => ({ code: `suppressed_${kind}`, points: 0 })),
    };
  const live = keys.flatMap(({ kind, key }) => {
    const holder = model.holders.get(key);
    return holder !== undefined && timeOf(arrival.id) - timeOf(holder) <= windowDays * 86_400_000
      ? [{ kind, holder }]
      : [];
  });
  if (live.length > 0) {
    const [oldest] = live.map(({ holder }) => holder).toSorted();
    return { kind: 'duplicate', duplicateOf: oldest!, matchedOn: [...new Set(live.map(({ kind }) => kind))] };
  }
  for (const { key } of keys) model.holders.set(key, arrival.id);
  return { kind: 'accepted', score: arrival.candidate.score, reasons: arrival.candidate.reasons };
}

function withoutPlace(outcome: Outcome): unknown {
  assert.notEqual(outcome.kind, 'mismatch');
  const { n: _, id: __, ...rest } = outcome as Exclude<Outcome, { kind: 'mismatch' }>;
  return rest;
}

function inputOf({ contacts: chosen }: Lead) {
  const ofKind = (kind: readonly string[]) =>
    chosen.map((one) => contacts[one]!).filter((value) => kind.includes(value));
  const [email, email2] = ofKind(emails);
  const [phone, phone2] = ofKind(phones);
  return { email: email ?? null, email2: email2 ?? null, phone: phone ?? null, phone2: phone2 ?? null };
}

function keyOf(which: number): string {
  const [one] = arrivalOf({ account: '', sourceId: '' }, inputOf({ contacts: [which], daysAgo: 0 })).candidate
    .contacts;
  return one!.key;
}

function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
