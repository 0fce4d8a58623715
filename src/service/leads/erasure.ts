import { v7 } from 'uuid';
import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { inContactOrder, lockContacts } from './contact-lock.ts';
import { leadsThatCameSince, leadsWithContact, settledPosition } from './contact-scan.ts';
import { appendEvents } from './outbox.ts';
import { idAt, lowestId, pageOf, type Page } from './page.ts';

/** An erasure as it is shown. */
export type Erasure = { id: string; leads: number; requestedAt: string };

/** Leads erased by one transaction. */
const batchSize = 500;

/**
 * Forgets everything personal of one lead and frees its contacts. False where the account has no lead of this
 * id; a lead that is erased already stays as it is.
 */
export async function eraseLead(
  postgres: Postgres,
  account: string,
  id: string,
  requestedBy: string,
): Promise<boolean> {
  const known = await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rowCount } = await transaction.query('select from leads where account_id = $1 and id = $2', [
      account,
      id,
    ]);
    return rowCount === 1;
  });
  if (known) await eraseBatch(postgres, account, [id], requestedBy);
  return known;
}

/**
 * Forgets every lead of the account that came with a contact, whatever became of it and however old it is:
 * when it returns, none of those taken so far is left. The leads are looked through from the oldest on and
 * erased in batches, each with its row of `erasures`; cut off, the same call does what is left. `hash` is the
 * contact's key. Answers the last row, with the number of all leads.
 */
export async function eraseContact(
  postgres: Postgres,
  account: string,
  hash: string,
  requestedBy: string,
): Promise<Erasure> {
  let since = await settledPosition(postgres, account);
  let erased = 0;
  // A set: while an older transaction holds the settled position back, a look finds again what one before it found.
  const found = new Set<string>();
  const eraseFullBatches = async (): Promise<void> => {
    while (found.size >= batchSize) {
      const batch = [...found].slice(0, batchSize);
      erased += (await eraseBatch(postgres, account, batch, requestedBy)).length;
      for (const id of batch) found.delete(id);
    }
  };
  const take = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) found.add(id);
    await eraseFullBatches();
  };
  for await (const ids of leadsWithContact(postgres, account, hash)) await take(ids);
  // What came meanwhile, until little is left that has to be looked through while the contact is held.
  for (let rounds = 0; rounds < 10; rounds += 1) {
    const settled = await settledPosition(postgres, account);
    const came = await inTransaction(postgres, { accounts: [account] }, (transaction) =>
      leadsThatCameSince(transaction, account, hash, since),
    );
    await take(came.ids);
    if (came.examined < 2_000 || settled === since) break;
    since = settled;
  }
  return eraseLast(postgres, account, { hash, since, found: [...found], erased, requestedBy });
}

/** Erasures, newest first. Throws `WrongPlace`. */
export async function listErasures(
  postgres: Postgres,
  account: string,
  query: { readonly limit: number; readonly before?: string | undefined },
): Promise<Page<Erasure>> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{ id: string; leads: number; requested_at: Date }>({
      name: 'list-erasures',
      text: `select id, cardinality(lead_ids) as leads, requested_at from erasures
        where account_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [account, idAt(query.before) ?? null, query.limit + 1],
    });
    const erasures = rows.map(({ id, leads, requested_at }) => ({
      id,
      leads,
      requestedAt: requested_at.toISOString(),
    }));
    return pageOf(erasures, query.limit, ({ id }) => id);
  });
}

/**
 * What every restore runs before it serves: forgets again the leads of all erasures that came back with the
 * restored data. Answers how many did. Run again, it does nothing.
 */
export async function replayErasures(postgres: Postgres): Promise<number> {
  const accounts = await inTransaction(postgres, { wholeShard: true }, async (transaction) => {
    const { rows } = await transaction.query<{ id: string }>('select id from accounts order by id');
    return rows.map((row) => row.id);
  });
  let again = 0;
  for (const account of accounts) again += await replayAccount(postgres, account);
  return again;
}

async function replayAccount(postgres: Postgres, account: string): Promise<number> {
  let again = 0;
  for (let after = lowestId; ;) {
    const next = await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      const { rows } = await transaction.query<{ id: string; lead_ids: string[] }>(
        'select id, lead_ids from erasures where account_id = $1 and id > $2 order by id limit 1',
        [account, after],
      );
      return rows[0];
    });
    if (next === undefined) return again;
    after = next.id;
    again += (await eraseBatch(postgres, account, next.lead_ids, undefined)).length;
  }
}

/** Erases leads in one transaction; those already erased are left out. `requestedBy`: who answers for it. */
async function eraseBatch(
  postgres: Postgres,
  account: string,
  ids: readonly string[],
  requestedBy: string | undefined,
): Promise<readonly string[]> {
  const contacts = await inTransaction(postgres, { accounts: [account] }, (transaction) =>
    contactsOf(transaction, account, ids),
  );
  return inContactOrder(postgres, account, async (transaction) => {
    await lockContacts(transaction, account, contacts);
    const erased = await forget(transaction, account, ids, contacts);
    if (requestedBy !== undefined && erased.length > 0)
      await keepErasure(transaction, account, erased, requestedBy);
    return erased;
  });
}

type Last = {
  readonly hash: string;
  readonly since: string;
  readonly found: readonly string[];
  readonly erased: number;
  readonly requestedBy: string;
};

/** Holds the contact, and looks a last time for leads that came with it. */
async function eraseLast(postgres: Postgres, account: string, last: Last): Promise<Erasure> {
  const { hash, since, requestedBy } = last;
  for (let held: readonly string[] = [hash]; ;) {
    const result = await inContactOrder(
      postgres,
      account,
      async (transaction): Promise<Erasure | readonly string[]> => {
        await lockContacts(transaction, account, held);
        const came = await leadsThatCameSince(transaction, account, hash, since);
        const ids = [...new Set([...last.found, ...came.ids])];
        const contacts = [...new Set([hash, ...(await contactsOf(transaction, account, ids))])];
        // Their other contacts must be held too, and all at once.
        if (contacts.some((contact) => !held.includes(contact))) return contacts;
        const erased = await forget(transaction, account, ids, contacts);
        const kept = await keepErasure(transaction, account, erased, requestedBy);
        return { ...kept, leads: last.erased + erased.length };
      },
    );
    if ('id' in result) return result;
    held = result;
  }
}

/** The hashes of all contacts that leads came with. */
async function contactsOf(
  transaction: Transaction,
  account: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await transaction.query<{ hash: string }>({
    name: 'contacts-of-leads',
    text: `select distinct replace(key::text, '-', '') as hash
      from leads l, unnest(array[l.email_key, l.email2_key, l.phone_key, l.phone2_key]) as key
      where l.account_id = $1 and l.id = any ($2::uuid[]) and key is not null`,
    values: [account, ids],
  });
  return rows.map((row) => row.hash);
}

async function forget(
  transaction: Transaction,
  account: string,
  ids: readonly string[],
  contacts: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await transaction.query<{ id: string }>({
    name: 'forget-leads',
    text: `update leads set person = null, email_key = null, email2_key = null, phone_key = null, phone2_key = null, erased_at = now()
      where account_id = $1 and id = any ($2::uuid[])
        and (erased_at is null or person is not null or coalesce(email_key, email2_key, phone_key, phone2_key) is not null)
      returning id`,
    values: [account, ids],
  });
  await transaction.query({
    name: 'free-contacts',
    text: 'delete from contact_keys where account_id = $1 and hash = any ($2::uuid[]) and lead_id = any ($3::uuid[])',
    values: [account, contacts, ids],
  });
  const erased = rows.map((row) => row.id).toSorted();
  await appendEvents(
    transaction,
    erased.map((id) => ({ account, type: 'lead.erased', subject: id, data: {} })),
  );
  return erased;
}

async function keepErasure(
  transaction: Transaction,
  account: string,
  leads: readonly string[],
  requestedBy: string,
): Promise<Erasure> {
  const { rows } = await transaction.query<{ id: string; requested_at: Date }>(
    'insert into erasures (account_id, id, lead_ids, requested_by) values ($1, $2, $3, $4) returning id, requested_at',
    [account, v7(), leads, requestedBy],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the database kept no erasure');
  return { id: row.id, leads: leads.length, requestedAt: row.requested_at.toISOString() };
}
