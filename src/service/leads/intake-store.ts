import type { Transaction } from '../connections/postgres.ts';
import type { ContactKind } from './contact.ts';
import { Overtaken } from './contact-lock.ts';
import {
  contactOf,
  decide,
  type Arrival,
  type ContactOfAccount,
  type Decided,
  type Known,
  type Outcome,
  type Replay,
} from './decision.ts';
import { statements } from './intake-statements.ts';
import type { Reason } from './scoring.ts';

/** More that must be written in the transaction of a batch, once it is decided. */
export type Companion = (transaction: Transaction, outcomes: readonly Outcome[]) => Promise<unknown>;

/**
 * Decides and writes a batch in one transaction on a connection that pipelines: two round trips, three
 * where a key is held already. Returns after the commit. Throws with nothing written.
 */
export async function storeBatch(
  connection: Transaction,
  arrivals: readonly Arrival[],
  companion?: Companion,
): Promise<readonly Outcome[]> {
  try {
    const claims = claimsOf(arrivals);
    const known = await claim(connection, arrivals, claims);
    const decided = decide(arrivals, known);
    const changes = settledContacts(claims, known, decided);
    const work = [...write(connection, arrivals, decided), ...settleContacts(connection, changes)];
    if (companion !== undefined) work.push(companion(connection, decided.outcomes));
    // COMMIT may follow at once: after a statement that failed it rolls back. Not so what we must look at first.
    const mayFollow = companion === undefined && changes.moved.length === 0;
    if (mayFollow) work.push(connection.query('commit'));
    await allDone(work);
    if (!mayFollow) await connection.query('commit');
    return decided.outcomes;
  } catch (error) {
    await connection.query('rollback').catch(() => undefined); // The connection is lost: so is the transaction.
    throw error;
  }
}

/** Waits for all, also after a failure: whatever still ran would meet the connection's next transaction. */
async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The contacts of a batch, each once, with the first lead that has it. */
type Claims = ReadonlyMap<ContactOfAccount, { readonly account: string; readonly hash: string; readonly lead: string }>;

function claimsOf(arrivals: readonly Arrival[]): Claims {
  const claims = new Map<ContactOfAccount, { account: string; hash: string; lead: string }>();
  for (const { account, id, candidate } of arrivals) {
    for (const { key } of candidate.contacts) {
      const contact = contactOf(account, key);
      if (!claims.has(contact)) claims.set(contact, { account, hash: key, lead: id });
    }
  }
  return claims;
}

async function claim(connection: Transaction, arrivals: readonly Arrival[], claims: Claims): Promise<Known> {
  const accounts = arrayOf([...new Set(arrivals.map((arrival) => arrival.account))]);
  const rows = [...claims.values()];
  const contacts = [
    arrayOf(rows.map((row) => row.account)),
    arrayOf(rows.map((row) => row.hash)),
    arrayOf(rows.map((row) => row.lead)),
  ];
  const keyed = arrivals.filter((arrival) => arrival.idempotency !== undefined);
  const [, , claimedKeys, claimedContacts, known] = await Promise.all([
    connection.query('begin'),
    connection.query({ ...statements.scope, values: [accounts] }),
    keyed.length === 0
      ? undefined
      : connection.query({ ...statements.claimIdempotency, values: keysOf(firstOfEachKey(keyed)) }),
    connection.query({ ...statements.claimContacts, values: contacts }),
    connection.query<KnownRow>({ ...statements.known, values: [accounts, contacts[1]] }),
  ]);
  const [held, replayed] = await Promise.all([
    claimedContacts.rowCount === rows.length
      ? []
      : connection.query<HeldContact>({ ...statements.heldContacts, values: contacts }).then((result) => result.rows),
    claimedKeys === undefined || claimedKeys.rowCount === keyed.length
      ? []
      : connection.query<Replayed>({ ...statements.heldIdempotency, values: keysOf(keyed) }).then((result) => result.rows),
  ]);
  return knownOf(known.rows[0], held, replayed);
}

/** A statement cannot take the same key twice: of arrivals that share one, the first takes it. */
function firstOfEachKey(keyed: readonly Arrival[]): readonly Arrival[] {
  const firsts = new Map<string, Arrival>();
  for (const arrival of keyed) {
    const key = `${arrival.account}:${arrival.idempotency?.key}`;
    if (!firsts.has(key)) firsts.set(key, arrival);
  }
  return [...firsts.values()];
}

function keysOf(keyed: readonly Arrival[]): string[] {
  return [
    arrayOf(keyed.map((arrival) => arrival.account)),
    arrayOf(keyed.map((arrival) => arrival.idempotency?.key)),
    arrayOf(keyed.map((arrival) => arrival.idempotency?.bodyHash)),
    arrayOf(keyed.map((arrival) => arrival.id)),
  ];
}

type KnownRow = { base: string; windows: Record<string, number> | null; suppressed: string[] | null; overtaken: boolean };
type HeldContact = { account_id: string; hash: string; lead_id: string };

function knownOf(row: KnownRow | undefined, held: readonly HeldContact[], replayed: readonly Replayed[]): Known {
  if (row === undefined) throw new Error('the database did not say where the transaction stands');
  if (row.overtaken) throw new Overtaken();
  return {
    base: BigInt(row.base),
    windowDays: new Map(Object.entries(row.windows ?? {})),
    holders: new Map(held.map(({ account_id, hash, lead_id }) => [contactOf(account_id, hash.replaceAll('-', '')), lead_id])),
    suppressed: new Set(row.suppressed ?? []),
    replays: new Map(replayed.map((replay) => [replay.arrival, replayOf(replay)])),
  };
}

/** `first`: the lead that came with the key first; its decision is null where it is of this very batch. */
type Replayed = (StoredDecision | { id: null }) & { arrival: string; same: boolean; first: string };

function replayOf(replayed: Replayed): Replay {
  if (!replayed.same) return { kind: 'mismatch' };
  return replayed.id === null ? { kind: 'repeat', of: replayed.first } : storedOutcome(replayed);
}

/** A decision as its lead's row keeps it. */
export type StoredDecision = {
  id: string;
  verdict: 'accepted' | 'duplicate' | 'suppressed';
  duplicate_of: string | null;
  matched_on: ContactKind[] | null;
  score: number | null;
  reasons: Reason[];
  position: string;
};

/** The outcome that was answered when the lead came. */
export function storedOutcome(row: StoredDecision): Outcome {
  const n = BigInt(row.position);
  switch (row.verdict) {
    case 'accepted':
      return { kind: 'accepted', id: row.id, score: row.score ?? 0, reasons: row.reasons, n };
    case 'duplicate':
      return { kind: 'duplicate', id: row.id, duplicateOf: row.duplicate_of ?? '', matchedOn: row.matched_on ?? [], n };
    case 'suppressed':
      return { kind: 'suppressed', id: row.id, reasons: row.reasons, n };
  }
}

function write(connection: Transaction, arrivals: readonly Arrival[], { outcomes }: Decided): Promise<unknown>[] {
  const fresh: [Arrival, Exclude<Outcome, { kind: 'mismatch' }>][] = [];
  arrivals.forEach((arrival, index) => {
    const outcome = outcomes[index];
    if (outcome !== undefined && outcome.kind !== 'mismatch' && outcome.id === arrival.id) fresh.push([arrival, outcome]);
  });
  if (fresh.length === 0) return [];
  const column = (value: (arrival: Arrival, outcome: Exclude<Outcome, { kind: 'mismatch' }>) => string | number | bigint | undefined) =>
    arrayOf(fresh.map(([arrival, outcome]) => value(arrival, outcome)));
  const contact = (kind: ContactKind, ordinal: number) =>
    column(({ candidate }) => candidate.contacts.filter((one) => one.kind === kind)[ordinal]?.key);
  const values = [
    column((arrival) => arrival.account),
    column((arrival) => arrival.id),
    column((arrival) => arrival.sourceId),
    column((_, outcome) => outcome.kind),
    column((_, outcome) => (outcome.kind === 'duplicate' ? outcome.duplicateOf : undefined)),
    column((_, outcome) => (outcome.kind === 'accepted' ? outcome.score : undefined)),
    column((_, outcome) => outcome.n),
    column((arrival) => arrival.importId),
    contact('email', 0),
    contact('email', 1),
    contact('phone', 0),
    contact('phone', 1),
    column((_, outcome) => (outcome.kind === 'duplicate' ? `"{${outcome.matchedOn.join(',')}}"` : undefined)),
    jsonOf(fresh.map(([, outcome]) => JSON.stringify('reasons' in outcome ? outcome.reasons : []))),
    jsonOf(fresh.map(([arrival]) => arrival.candidate.person)),
    jsonOf(fresh.map(([arrival, outcome]) => eventData(arrival, outcome))),
  ];
  return [connection.query({ ...statements.writeLeads, values })];
}

function eventData(arrival: Arrival, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return `{"sourceId":"${arrival.sourceId}","score":${outcome.score}}`;
    case 'duplicate':
      return `{"sourceId":"${arrival.sourceId}","duplicateOf":"${outcome.duplicateOf}"}`;
    default:
      return `{"sourceId":"${arrival.sourceId}"}`;
  }
}

type ContactChanges = { readonly moved: readonly string[][]; readonly freed: readonly string[][] };

/** Each contact that was claimed goes to who holds it in the end; those that nobody does are freed. */
function settledContacts(claims: Claims, known: Known, { owners }: Decided): ContactChanges {
  const moved: string[][] = [];
  const freed: string[][] = [];
  for (const [contact, { account, hash, lead }] of claims) {
    const outside = known.holders.get(contact);
    const owner = owners.get(contact);
    const before = outside ?? lead;
    if (owner !== undefined && owner !== before) moved.push([account, hash, before, owner]);
    if (owner === undefined && outside === undefined) freed.push([account, hash, lead]);
  }
  return { moved, freed };
}

function settleContacts(connection: Transaction, { moved, freed }: ContactChanges): Promise<unknown>[] {
  const columns = (rows: readonly string[][], count: number) =>
    Array.from({ length: count }, (_, index) => arrayOf(rows.map((row) => row[index])));
  const work: Promise<unknown>[] = [];
  if (freed.length > 0) work.push(connection.query({ ...statements.freeContacts, values: columns(freed, 3) }));
  if (moved.length > 0) work.push(moveContacts(connection, columns(moved, 4), moved.length));
  return work;
}

async function moveContacts(connection: Transaction, values: readonly string[], count: number): Promise<void> {
  const result = await connection.query({ ...statements.moveContacts, values: [...values] });
  if (result.rowCount !== count) throw new Overtaken();
}

/** An array in PostgreSQL's own text form, of values that need no quotes. */
function arrayOf(values: readonly (string | number | bigint | undefined)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function jsonOf(values: readonly string[]): string {
  return `[${values.join(',')}]`;
}
