import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { type ContactKeys, normaliseEmail, normalisePhone } from './contact.ts';
import { leadsById, sourceIdOf, type LeadQuery } from './lead-reading.ts';
import type { LeadView } from './lead-view.ts';
import { highestId, idAt, isId, lowestId, pageOf, type Page } from './page.ts';

export type LeadSearch = LeadQuery & {
  /** An id, a whole e-mail or phone, or part of a name, company or e-mail. */
  readonly q: string;
};

/** Leads that are looked into: what a search may cost does not grow with the table. */
const mostSearched = 10_000;

/** Leads looked into by one statement. */
const chunk = 1_000;

/** Milliseconds after which a page ends with what it has, where leads carry much. */
const patienceMs = 1_000;

/**
 * Leads that fit `q`, newest first: by id wherever it is; by a contact among the newest leads of the account,
 * and the one that holds it wherever that is; by a part of the words among the newest. A page may end early,
 * with a place to go on from. Throws `WrongPlace`.
 */
export async function searchLeads(
  postgres: Postgres,
  keys: ContactKeys,
  account: string,
  search: LeadSearch,
): Promise<Page<LeadView>> {
  const q = search.q.trim();
  const before = idAt(search.before) ?? highestId;
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const source = await sourceIdOf(transaction, account, search.source);
    if (source === 'unknown' || q === '') return { items: [], next: null };
    const wanted: Wanted = {
      account,
      hashes: hashesOf(q, keys),
      pattern: `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
      filter: [search.verdict ?? null, source ?? null, search.importId ?? null],
    };
    const page = isId(q.toLowerCase())
      ? { items: await fitting(transaction, wanted, [q.toLowerCase()]), next: null }
      : await findAmongNewest(transaction, wanted, before, search.limit);
    return { items: await leadsById(transaction, account, page.items), next: page.next };
  });
}

type Wanted = {
  readonly account: string;
  readonly hashes: readonly string[];
  readonly pattern: string;
  readonly filter: readonly [verdict: string | null, source: string | null, importId: string | null];
};

function hashesOf(q: string, keys: ContactKeys): string[] {
  return [normaliseEmail(q), normalisePhone(q, 'US')].filter((contact) => contact !== undefined).map(keys);
}

async function findAmongNewest(
  transaction: Transaction,
  wanted: Wanted,
  from: string,
  limit: number,
): Promise<Page<string>> {
  const oldest = await oldestSearched(transaction, wanted.account);
  const ends = performance.now() + patienceMs;
  const found: string[] = [];
  let before = from;
  for (let last = false; !last;) {
    const { rows } = await transaction.query<{ id: string; fits: boolean }>({
      name: 'search-leads',
      text: `select l.id, ${fits} as fits from ${searched} where l.account_id = $1 and l.id < $7 and l.id >= $8 order by l.id desc limit ${chunk}`,
      values: [wanted.account, wanted.hashes, wanted.pattern, ...wanted.filter, before, oldest],
    });
    for (const row of rows) if (row.fits) found.push(row.id);
    if (found.length > limit) return pageOf(found, limit, (id) => id);
    last = rows.length < chunk;
    before = rows.at(-1)?.id ?? before;
    if (!last && performance.now() > ends) return { items: found, next: before };
  }
  const holders = (await holdersOf(transaction, wanted)).filter((id) => id < from && !found.includes(id));
  return pageOf([...found, ...(await fitting(transaction, wanted, holders))], limit, (id) => id);
}

const searched = `leads l left join lateral json_to_record(l.person) as person
  ("firstName" text, "lastName" text, company text, email text, email2 text) on true`;

/** $1 the account, $2 hashes, $3 a pattern, $4 to $6 the filter. */
const fits = `($4::text is null or l.verdict = $4) and ($5::uuid is null or l.source_id = $5)
  and ($6::uuid is null or l.import_id = $6)
  and (l.email_key = any ($2::uuid[]) or l.email2_key = any ($2) or l.phone_key = any ($2) or l.phone2_key = any ($2)
    or concat_ws(' ', person."firstName", person."lastName") ilike $3
    or person.company ilike $3 or person.email ilike $3 or person.email2 ilike $3)`;

/** The least id that is looked into. */
async function oldestSearched(transaction: Transaction, account: string): Promise<string> {
  const { rows } = await transaction.query<{ id: string }>({
    name: 'oldest-searched',
    text: `select id from leads where account_id = $1 order by id desc offset ${mostSearched - 1} limit 1`,
    values: [account],
  });
  return rows[0]?.id ?? lowestId;
}

async function holdersOf(transaction: Transaction, { account, hashes }: Wanted): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>({
    name: 'holders',
    text: 'select distinct lead_id as id from contact_keys where account_id = $1 and hash = any ($2::uuid[])',
    values: [account, hashes],
  });
  return rows.map((row) => row.id);
}

/** Those of a few leads that pass the filter, newest first. */
async function fitting(
  transaction: Transaction,
  { account, filter }: Wanted,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>({
    name: 'fitting-leads',
    text: `select id from leads where account_id = $1 and id = any ($2::uuid[]) and ($3::text is null or verdict = $3)
      and ($4::uuid is null or source_id = $4) and ($5::uuid is null or import_id = $5) order by id desc`,
    values: [account, ids, ...filter],
  });
  return rows.map((row) => row.id);
}
