import type { Transaction } from '../connections/postgres.ts';
import { Overtaken } from './contact-lock.ts';
import { contactOf, type Arrival, type ContactOfAccount, type Known, type Replay } from './decision.ts';
import { arrayOf, statements } from './intake-statements.ts';
import { storedOutcome, type StoredDecision } from './stored-decision.ts';

/** The contacts of a batch, each once, with the first lead that has it. */
export type Claims = ReadonlyMap<
  ContactOfAccount,
  { readonly account: string; readonly hash: string; readonly lead: string }
>;

export function claimsOf(arrivals: readonly Arrival[]): Claims {
  const claims = new Map<ContactOfAccount, { account: string; hash: string; lead: string }>();
  for (const { account, id, candidate } of arrivals) {
    for (const { key } of candidate.contacts) {
      const contact = contactOf(account, key);
      if (!claims.has(contact)) claims.set(contact, { account, hash: key, lead: id });
    }
  }
  return claims;
}

/**
 * Begins the transaction, claims and locks every contact and idempotency key of a batch, and tells what the
 * database knows of them. Throws `Overtaken` where a later position decided on one of them already.
 */
export async function claim(
  connection: Transaction,
  arrivals: readonly Arrival[],
  claims: Claims,
): Promise<Known> {
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
      : connection
          .query<HeldContact>({ ...statements.heldContacts, values: contacts })
          .then((result) => result.rows),
    claimedKeys === undefined || claimedKeys.rowCount === keyed.length
      ? []
      : connection
          .query<Replayed>({ ...statements.heldIdempotency, values: keysOf(keyed) })
          .then((result) => result.rows),
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

type KnownRow = {
  base: string;
  windows: Record<string, number> | null;
  suppressed: string[] | null;
  overtaken: boolean;
};
type HeldContact = { account_id: string; hash: string; lead_id: string };

function knownOf(
  row: KnownRow | undefined,
  held: readonly HeldContact[],
  replayed: readonly Replayed[],
): Known {
  if (row === undefined) throw new Error('the database did not say where the transaction stands');
  if (row.overtaken) throw new Overtaken();
  return {
    base: BigInt(row.base),
    windowDays: new Map(Object.entries(row.windows ?? {})),
    holders: new Map(
      held.map(({ account_id, hash, lead_id }) => [contactOf(account_id, hash.replaceAll('-', '')), lead_id]),
    ),
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
