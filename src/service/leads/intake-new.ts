import { jsonArray, smallintArray, uuidArray } from '../connections/binary-array.ts';
import { databaseTrouble, isUniqueViolation, type Transaction } from '../connections/postgres.ts';
import { callPrepared, type CallValue } from '../connections/prepared-call.ts';
import type { ContactKind } from './contact.ts';
import type { Arrival, Outcome } from './decision.ts';
import { acceptedData } from './lead-event.ts';
import { reasonsJson } from './scoring.ts';
import { allDone, type Companion } from './intake-store.ts';

/**
 * Writes a batch whose leads are all new in one call to the database: it claims all contacts and keys, and where
 * none of them is known each lead is accepted, with nothing to decide. Undefined where one is not new: nothing
 * was kept, and the batch is to be decided lead by lead. No two leads of the batch may share a contact or a key.
 * `values` are those of `newLeadValues`, where they were made before.
 */
export async function storeNew(
  connection: Transaction,
  arrivals: readonly Arrival[],
  companion?: Companion,
  values?: readonly CallValue[],
): Promise<readonly Outcome[] | undefined> {
  const take = () => callPrepared(connection, acceptNewLeads, values ?? newLeadValues(arrivals));
  try {
    const [first, ...others] = arrivals;
    if (companion === undefined && first !== undefined) {
      const alone = others.length === 0 && first.importId === undefined;
      return acceptedFrom(await (alone ? takeOne(connection, first) : take()), arrivals);
    }
    const begun = connection.query('begin');
    const taken = take();
    // All follows at once: after a statement that failed the others do nothing, and COMMIT rolls back.
    const more = companion?.(connection, arrivals.map(accepted));
    await allDone([begun, taken, ...(more === undefined ? [] : [more]), connection.query('commit')]);
    return acceptedFrom(await taken, arrivals);
  } catch (error) {
    if (saysNotNew(error) || databaseTrouble(error) === 'retry') return undefined;
    throw error;
  }
}

/** A contact or key is held already, or the migration's function found another reason. */
function saysNotNew(error: unknown): boolean {
  return isUniqueViolation(error) || (error as { readonly code?: unknown }).code === 'MC001';
}

/** Whether no two leads share a contact or a key, so that the batch may be all new. */
export function repeatsNothing(arrivals: readonly Arrival[]): boolean {
  const seen = new Set<string>();
  let given = 0;
  for (const { candidate, idempotency } of arrivals) {
    for (const { key } of candidate.contacts) seen.add(key);
    if (idempotency !== undefined) seen.add(idempotency.key);
    given += candidate.contacts.length + (idempotency === undefined ? 0 : 1);
  }
  return seen.size === given;
}

function accepted({ id, candidate: { score, reasons } }: Arrival) {
  return { kind: 'accepted', id, score, reasons } as const;
}

function acceptedFrom(answer: string, arrivals: readonly Arrival[]): readonly Outcome[] {
  const base = BigInt(answer);
  return arrivals.map((arrival, ordinal) => ({ ...accepted(arrival), n: base + BigInt(ordinal) }));
}

/** What the database is told of a batch that may be all new. */
export function newLeadValues(arrivals: readonly Arrival[]): readonly CallValue[] {
  const keyed = arrivals.filter((arrival) => arrival.idempotency !== undefined);
  const contacts = contactColumns(arrivals);
  const contact = (kind: ContactKind, second: boolean) =>
    uuidArray(arrivals.map(({ candidate }) => keyOf(candidate.contacts, kind, second)));
  const [accounts, ids] = [accountsOf(arrivals), idsOf(arrivals)];
  const allKeyed = keyed.length === arrivals.length;
  return [
    uuidArray([...new Set(arrivals.map(({ account }) => account))]),
    allKeyed ? accounts : accountsOf(keyed),
    uuidArray(keyed.map(({ idempotency }) => idempotency?.key)),
    uuidArray(keyed.map(({ idempotency }) => idempotency?.bodyHash)),
    allKeyed ? ids : idsOf(keyed),
    uuidArray(contacts.accounts),
    uuidArray(contacts.keys),
    uuidArray(contacts.leads),
    accounts,
    ids,
    uuidArray(arrivals.map(({ sourceId }) => sourceId)),
    uuidArray(arrivals.map(({ importId }) => importId)),
    smallintArray(arrivals.map(({ candidate }) => candidate.score)),
    contact('email', false),
    contact('email', true),
    contact('phone', false),
    contact('phone', true),
    jsonArray(arrivals.map(({ candidate }) => reasonsJson(candidate.reasons))),
    jsonArray(arrivals.map(({ candidate }) => candidate.person)),
    jsonArray(arrivals.map(({ sourceId, candidate }) => acceptedData(sourceId, candidate.score))),
  ];
}

/** All contacts of a batch, each with its lead. */
function contactColumns(arrivals: readonly Arrival[]) {
  const [accounts, keys, leads]: [string[], string[], string[]] = [[], [], []];
  for (const { account, id, candidate } of arrivals) {
    for (const { key } of candidate.contacts) {
      accounts.push(account);
      keys.push(key);
      leads.push(id);
    }
  }
  return { accounts, keys, leads };
}

/** A lonely lead, for which arrays would cost the database as much again. */
function takeOne(connection: Transaction, arrival: Arrival): Promise<string> {
  const { account, id, sourceId, candidate, idempotency } = arrival;
  const { contacts, score, reasons, person } = candidate;
  return callPrepared(connection, acceptNewLead, [
    account,
    idempotency?.key,
    idempotency?.bodyHash,
    id,
    sourceId,
    score,
    keyOf(contacts, 'email', false),
    keyOf(contacts, 'email', true),
    keyOf(contacts, 'phone', false),
    keyOf(contacts, 'phone', true),
    reasonsJson(reasons),
    person,
    acceptedData(sourceId, score),
  ]);
}

function accountsOf(arrivals: readonly Arrival[]): Buffer {
  return uuidArray(arrivals.map(({ account }) => account));
}

function idsOf(arrivals: readonly Arrival[]): Buffer {
  return uuidArray(arrivals.map(({ id }) => id));
}

const acceptNewLeads = statementOf('accept_new_leads', 20);
const acceptNewLead = statementOf('accept_new_lead', 13);

/** A call of a function of the migrations. */
function statementOf(name: string, parameters: number): { readonly name: string; readonly text: string } {
  const places = Array.from({ length: parameters }, (_, place) => `$${place + 1}`);
  return { name, text: `select ${name}(${places.join(', ')})` };
}

function keyOf(
  contacts: Arrival['candidate']['contacts'],
  kind: ContactKind,
  second: boolean,
): string | undefined {
  let first = !second;
  for (const one of contacts) {
    if (one.kind !== kind) continue;
    if (first) return one.key;
    first = true;
  }
  return undefined;
}
