import type { Candidate } from './candidate.ts';
import type { ContactKind } from './contact.ts';
import type { Reason } from './scoring.ts';

/** A candidate at the door, in the order in which it came. */
export type Arrival = {
  readonly account: string;
  /** UUIDv7: carries the time of receipt. */
  readonly id: string;
  readonly sourceId: string;
  readonly candidate: Candidate;
  /** Hashes of the key and of the body that came with it. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  readonly importId?: string;
};

export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly id: string;
      readonly score: number;
      readonly reasons: readonly Reason[];
      readonly n: bigint;
    }
  | {
      readonly kind: 'duplicate';
      readonly id: string;
      readonly duplicateOf: string;
      readonly matchedOn: readonly ContactKind[];
      readonly n: bigint;
    }
  | {
      readonly kind: 'suppressed';
      readonly id: string;
      readonly reasons: readonly Reason[];
      readonly n: bigint;
    }
  /** The idempotency key was used before for another body. */
  | { readonly kind: 'mismatch' };

/** An outcome but for where it stands: so much of it can be known before its transaction. */
export type Decision = {
  [Kind in Outcome['kind']]: Omit<Extract<Outcome, { kind: Kind }>, 'n'>;
}[Outcome['kind']];

/** What the database knew of a batch when its keys were locked. */
export type Known = {
  /** The first position of the transaction; arrivals stand from here in their order. */
  readonly base: bigint;
  /** By account: days in which a repeat is a duplicate. */
  readonly windowDays: ReadonlyMap<string, number>;
  /** By contact: the lead outside this batch that holds it, live or expired. */
  readonly holders: ReadonlyMap<ContactOfAccount, string>;
  readonly suppressed: ReadonlySet<ContactOfAccount>;
  /** By arrival's id: what was answered to its idempotency key before. */
  readonly replays: ReadonlyMap<string, Replay>;
};

/** An outcome of the past, or that of an arrival of the same batch. */
export type Replay = Outcome | { readonly kind: 'repeat'; readonly of: string };

/** `<account>:<hash>`: contacts are compared within an account only. */
export type ContactOfAccount = string;

export function contactOf(account: string, hash: string): ContactOfAccount {
  return `${account}:${hash}`;
}

export type Decided = {
  readonly outcomes: readonly Outcome[];
  /** Who holds each contact in the end, of those that this batch may change. */
  readonly owners: ReadonlyMap<ContactOfAccount, string>;
};

/**
 * Decides a batch as if its leads had come one after the other. A lead is suppressed if any contact is on
 * the list; a duplicate if any contact is held by a live accepted lead inside the account's window, of the
 * oldest such; else accepted, and holds its contacts from then on.
 */
export function decide(arrivals: readonly Arrival[], known: Known): Decided {
  const owners = new Map<ContactOfAccount, string>();
  const outcomes = new Map<string, Outcome>();
  arrivals.forEach((arrival, ordinal) => {
    const replay = known.replays.get(arrival.id);
    const past = replay?.kind === 'repeat' ? outcomes.get(replay.of) : replay;
    outcomes.set(arrival.id, past ?? decideOne(arrival, known.base + BigInt(ordinal), known, owners));
  });
  return { outcomes: [...outcomes.values()], owners };
}

function decideOne(
  arrival: Arrival,
  n: bigint,
  known: Known,
  owners: Map<ContactOfAccount, string>,
): Outcome {
  const { account, id, candidate } = arrival;
  const reasons: Reason[] = [];
  const kinds = new Set<ContactKind>();
  let duplicateOf: string | undefined;
  const oldestLive = cutoff(id, known.windowDays.get(account) ?? 30);
  for (const { kind, key } of candidate.contacts) {
    const contact = contactOf(account, key);
    if (known.suppressed.has(contact)) reasons.push({ code: `suppressed_${kind}`, points: 0 });
    const holder = owners.get(contact) ?? known.holders.get(contact);
    if (holder === undefined || holder < oldestLive) continue;
    kinds.add(kind);
    if (duplicateOf === undefined || holder < duplicateOf) duplicateOf = holder;
  }
  if (reasons.length > 0) return { kind: 'suppressed', id, reasons, n };
  if (duplicateOf !== undefined) return { kind: 'duplicate', id, duplicateOf, matchedOn: [...kinds], n };
  for (const { key } of candidate.contacts) owners.set(contactOf(account, key), id);
  return { kind: 'accepted', id, score: candidate.score, reasons: candidate.reasons, n };
}

/** The least id that is still inside the window of a lead: ids begin with their milliseconds. */
export function cutoff(id: string, windowDays: number): string {
  const received = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  const from = Math.max(0, received - windowDays * 86_400_000);
  const hex = from.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
