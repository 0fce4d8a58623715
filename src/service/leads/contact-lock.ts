import { databaseTrouble, inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';

/**
 * How the order of positions is kept the order in which contacts were decided on. Whoever decides by a contact
 * first locks its row of `contact_keys`, all of its contacts in one sorted statement (so that nobody waits in a
 * circle), and holds it until the commit. A transaction gets its position with its first write, before it has
 * its locks: another may come later in the order and yet be first at a contact. Each leaves a trace in the log;
 * who finds a later one begins anew, with a later position.
 */
export class Overtaken extends Error {
  /** As PostgreSQL says it: serialization_failure. */
  readonly code = '40001';

  constructor() {
    super('another transaction decided on the same contact first');
  }
}

/** Tries of what lost a race before it is given up. */
const mostTries = 50;

/** Runs `work`, which begins with `lockContacts`, in a transaction, anew as long as it is overtaken. */
export async function inContactOrder<T>(
  postgres: Postgres,
  account: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(postgres, { accounts: [account] }, work);
    } catch (error) {
      if (databaseTrouble(error) !== 'retry' || tries >= mostTries) throw error;
    }
  }
}

/**
 * Locks contacts of an account until the transaction ends: no lead with one of them is decided meanwhile, and
 * all that were decided before can be seen. Throws `Overtaken` where a later position was there first.
 */
export async function lockContacts(
  transaction: Transaction,
  account: string,
  hashes: readonly string[],
): Promise<void> {
  await transaction.query({ name: 'lock-contacts', text: lock, values: [account, hashes, nobody] });
  await transaction.query({ name: 'unmark-contacts', text: unmark, values: [account, hashes, nobody] });
  const { rows } = await transaction.query<{ overtaken: boolean }>({
    name: 'decided-later',
    text: 'select decided_later($1::uuid[], $2::uuid[]) as overtaken',
    values: [[account], hashes],
  });
  if (rows[0]?.overtaken !== false) throw new Overtaken();
}

/** Holds for a moment, inside one transaction, what no lead holds. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** `where false`: a row that is there is locked, not changed. */
const lock = `insert into contact_keys (account_id, hash, lead_id)
  select $1, hash, $3 from unnest($2::uuid[]) as given (hash) order by hash
  on conflict (account_id, hash) do update set lead_id = excluded.lead_id where false`;

/** Whoever wants the same contact waits for this transaction all the same. */
const unmark = 'delete from contact_keys where account_id = $1 and hash = any ($2::uuid[]) and lead_id = $3';
