import type { Transaction } from '../connections/postgres.ts';
import type { ContactKind } from './contact.ts';
import { Overtaken } from './contact-lock.ts';
import { decide, type Arrival, type Decided, type Decision, type Known, type Outcome } from './decision.ts';
import { eventData } from './lead-event.ts';
import { reasonsJson } from './scoring.ts';
import { claim, claimsOf, type Claims } from './intake-claim.ts';
import { arrayOf, statements } from './intake-statements.ts';

/**
 * More that must be written in the transaction of a batch. It gives the connection all its statements at once: one
 * that it sent after waiting for an answer could come after the commit, where row-level security refuses it.
 */
export type Companion = (transaction: Transaction, decisions: readonly Decision[]) => Promise<unknown>;

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
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function write(
  connection: Transaction,
  arrivals: readonly Arrival[],
  { outcomes }: Decided,
): Promise<unknown>[] {
  const fresh: [Arrival, Exclude<Outcome, { kind: 'mismatch' }>][] = [];
  arrivals.forEach((arrival, index) => {
    const outcome = outcomes[index];
    if (outcome !== undefined && outcome.kind !== 'mismatch' && outcome.id === arrival.id)
      fresh.push([arrival, outcome]);
  });
  if (fresh.length === 0) return [];
  const column = (
    value: (
      arrival: Arrival,
      outcome: Exclude<Outcome, { kind: 'mismatch' }>,
    ) => string | number | bigint | undefined,
  ) => arrayOf(fresh.map(([arrival, outcome]) => value(arrival, outcome)));
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
    jsonOf(fresh.map(([, outcome]) => ('reasons' in outcome ? reasonsJson(outcome.reasons) : '[]'))),
    jsonOf(fresh.map(([arrival]) => arrival.candidate.person)),
    jsonOf(fresh.map(([arrival, outcome]) => eventData(arrival.sourceId, outcome))),
  ];
  return [connection.query({ ...statements.writeLeads, values })];
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
  if (freed.length > 0)
    work.push(connection.query({ ...statements.freeContacts, values: columns(freed, 3) }));
  if (moved.length > 0) work.push(moveContacts(connection, columns(moved, 4), moved.length));
  return work;
}

async function moveContacts(
  connection: Transaction,
  values: readonly string[],
  count: number,
): Promise<void> {
  const result = await connection.query({ ...statements.moveContacts, values: [...values] });
  if (result.rowCount !== count) throw new Overtaken();
}

function jsonOf(values: readonly string[]): string {
  return `[${values.join(',')}]`;
}
