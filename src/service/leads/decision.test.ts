import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contactOf, cutoff, decide, type Arrival, type Known, type Outcome } from './decision.ts';
import { arrivalOf, idFrom } from './test-lead-database.ts';

const owner = { account: idFrom(0), sourceId: idFrom(0) };
const known: Known = {
  base: 100n,
  windowDays: new Map([[owner.account, 30]]),
  holders: new Map(),
  suppressed: new Set(),
  replays: new Map(),
};
const arrive = (given: Parameters<typeof arrivalOf>[1], daysAgo = 0) => arrivalOf(owner, given, { daysAgo });
const keyOf = (arrival: Arrival, ordinal = 0) =>
  contactOf(owner.account, arrival.candidate.contacts[ordinal]!.key);
const idsOf = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => ('duplicateOf' in outcome ? outcome.duplicateOf : outcome.kind));

describe('a batch', () => {
  it('is decided as if its leads had come one after the other', () => {
    const [first, repeat, other] = [
      arrive({ email: 'a@x.example' }),
      arrive({ email: 'A@x.example' }),
      arrive({ email: 'b@x.example' }),
    ];
    const { outcomes, owners } = decide([first, repeat, other], known);
    assert.deepEqual(outcomes, [
      { kind: 'accepted', id: first.id, score: 30, reasons: first.candidate.reasons, n: 100n },
      { kind: 'duplicate', id: repeat.id, duplicateOf: first.id, matchedOn: ['email'], n: 101n },
      { kind: 'accepted', id: other.id, score: 30, reasons: other.candidate.reasons, n: 102n },
    ]);
    assert.deepEqual(
      owners,
      new Map([
        [keyOf(first), first.id],
        [keyOf(other), other.id],
      ]),
    );
  });

  it('tells of several holders the oldest, and all kinds by which they met', () => {
    const [older, newer] = [idFrom(5), idFrom(2)];
    const arrival = arrive({ email: 'a@x.example', email2: 'b@x.example', phone: '+12125550123' });
    const holders = new Map([
      [keyOf(arrival, 0), newer],
      [keyOf(arrival, 1), newer],
      [keyOf(arrival, 2), older],
    ]);
    const [outcome] = decide([arrival], { ...known, holders }).outcomes;
    assert.deepEqual(outcome, {
      kind: 'duplicate',
      id: arrival.id,
      duplicateOf: older,
      matchedOn: ['email', 'phone'],
      n: 100n,
    });
  });

  it('counts no holder whose window has passed, and takes its contact over', () => {
    const arrival = arrive({ email: 'a@x.example', phone: '+12125550123' });
    const [expired, live] = [idFrom(31), idFrom(29)];
    const taken = decide([arrival], { ...known, holders: new Map([[keyOf(arrival), expired]]) });
    assert.equal(taken.outcomes[0]?.kind, 'accepted');
    assert.equal(taken.owners.get(keyOf(arrival)), arrival.id);
    const both = new Map([
      [keyOf(arrival, 0), expired],
      [keyOf(arrival, 1), live],
    ]);
    const repeated = decide([arrival], { ...known, holders: both });
    assert.deepEqual(idsOf(repeated.outcomes), [live]);
    assert.equal(repeated.owners.size, 0, 'a repeat takes nothing over');
  });

  it('lets nothing be held by what was not accepted', () => {
    const refused = arrive({ email: 'a@x.example', email2: 'b@x.example' });
    const later = arrive({ email: 'b@x.example' });
    const suppressed = new Set([keyOf(refused, 0)]);
    const { outcomes } = decide([refused, later], { ...known, suppressed });
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['suppressed', 'accepted'],
    );
  });

  it('calls a lead suppressed before it calls it a duplicate', () => {
    const arrival = arrive({ email: 'a@x.example', phone: '+12125550123' });
    const holders = new Map([[keyOf(arrival, 0), idFrom(1)]]);
    const [outcome] = decide([arrival], {
      ...known,
      holders,
      suppressed: new Set([keyOf(arrival, 1)]),
    }).outcomes;
    assert.deepEqual(outcome, {
      kind: 'suppressed',
      id: arrival.id,
      reasons: [{ code: 'suppressed_phone', points: 0 }],
      n: 100n,
    });
  });

  it('answers what was answered to the same request, and takes nothing for it', () => {
    const past: Outcome = { kind: 'accepted', id: idFrom(0.5), score: 7, reasons: [], n: 3n };
    const [again, mismatch, next] = [
      arrive({ email: 'a@x.example' }),
      arrive({ email: 'b@x.example' }),
      arrive({ email: 'a@x.example' }),
    ];
    const replays = new Map<string, Outcome>([
      [again.id, past],
      [mismatch.id, { kind: 'mismatch' }],
    ]);
    const { outcomes, owners } = decide([again, mismatch, next], { ...known, replays });
    assert.deepEqual(outcomes.slice(0, 2), [past, { kind: 'mismatch' }]);
    assert.equal(outcomes[2]?.kind, 'accepted');
    assert.deepEqual([...owners.values()], [next.id]);
  });

  it('answers one request that came twice in it once', () => {
    const [first, second] = [arrive({ email: 'a@x.example' }), arrive({ email: 'a@x.example' })];
    const { outcomes } = decide([first, second], {
      ...known,
      replays: new Map([[second.id, { kind: 'repeat', of: first.id }]]),
    });
    assert.equal(outcomes[0]?.kind, 'accepted');
    assert.deepEqual(outcomes[1], outcomes[0]);
  });

  it('compares within an account only', () => {
    const [mine, theirs] = [
      arrive({ email: 'a@x.example' }),
      { ...arrive({ email: 'a@x.example' }), account: idFrom(0) },
    ];
    assert.deepEqual(
      decide([mine, theirs], known).outcomes.map(({ kind }) => kind),
      ['accepted', 'accepted'],
    );
  });
});

describe('the window', () => {
  it('begins exactly its days before the lead, to the millisecond', () => {
    const lead = '0199b2c8-1234-7abc-8def-0123456789ab';
    const received = 0x0199b2c81234;
    const from = (received - 30 * 86_400_000).toString(16).padStart(12, '0');
    assert.equal(cutoff(lead, 30), `${from.slice(0, 8)}-${from.slice(8)}-0000-0000-000000000000`);
    const idAt = (msecs: number) => {
      const hex = msecs.toString(16).padStart(12, '0');
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
    };
    const arrival = { ...arrive({ email: 'a@x.example' }), id: lead };
    const outcomeWith = (holder: string) =>
      decide([arrival], { ...known, holders: new Map([[keyOf(arrival), holder]]) }).outcomes[0]?.kind;
    assert.equal(outcomeWith(idAt(received - 30 * 86_400_000)), 'duplicate');
    assert.equal(outcomeWith(idAt(received - 30 * 86_400_000 - 1)), 'accepted');
    assert.equal(outcomeWith(idAt(received + 5_000)), 'duplicate', 'a clock that is ahead changes nothing');
  });

  it('does not reach before the beginning of time', () => {
    assert.equal(
      cutoff('00000000-0001-7000-8000-000000000000', 3_650),
      '00000000-0000-0000-0000-000000000000',
    );
  });
});
