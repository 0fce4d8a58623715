import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { leadColumns, leadView, type LeadRow, type LeadView, type Verdict } from './lead-view.ts';
import { highestId, idAt, numberAt, pageOf, type Page } from './page.ts';

export type LeadFilter = {
  readonly verdict?: Verdict | undefined;
  /** Name of the source, in any letter case. */
  readonly source?: string | undefined;
  readonly importId?: string | undefined;
};

export type LeadQuery = LeadFilter & { readonly limit: number; readonly before?: string | undefined };

/** One lead; undefined where the account has none of this id. */
export async function getLead(
  postgres: Postgres,
  account: string,
  id: string,
): Promise<LeadView | undefined> {
  return inTransaction(
    postgres,
    { accounts: [account] },
    async (transaction) => (await leadsById(transaction, account, [id.toLowerCase()]))[0],
  );
}

/**
 * Leads, newest first, those of an import from its last row to its first. What a filter leaves out costs time
 * too, so a page ends early after `mostScanned` rows: it may then be short, or empty, with a place to go on
 * from. Throws `WrongPlace`.
 */
export async function listLeads(
  postgres: Postgres,
  account: string,
  query: LeadQuery,
): Promise<Page<LeadView>> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const source = await sourceIdOf(transaction, account, query.source);
    if (source === 'unknown') return { items: [], next: null };
    const read = query.importId === undefined ? scanLeads : scanImport;
    const { found, next } = await read(transaction, account, query, source);
    return { items: await leadsById(transaction, account, found), next };
  });
}

/** Leads in the order of the ids given, as far as the account has them. */
export async function leadsById(
  transaction: Transaction,
  account: string,
  ids: readonly string[],
): Promise<LeadView[]> {
  if (ids.length === 0) return [];
  const { rows } = await transaction.query<LeadRow>({
    name: 'leads-by-id',
    text: `select ${leadColumns} from leads l
      left join sources s on s.account_id = l.account_id and s.id = l.source_id
      where l.account_id = $1 and l.id = any ($2::uuid[])`,
    values: [account, ids],
  });
  const byId = new Map(rows.map((row) => [row.id, leadView(row)]));
  return ids.map((id) => byId.get(id)).filter((lead) => lead !== undefined);
}

/** The id of a source by its name, or `unknown`; undefined where none was asked for. */
export async function sourceIdOf(
  transaction: Transaction,
  account: string,
  name: string | undefined,
): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const { rows } = await transaction.query<{ id: string }>({
    name: 'source-by-name',
    text: 'select id from sources where account_id = $1 and lower(name) = lower($2)',
    values: [account, name.trim()],
  });
  return rows[0]?.id ?? 'unknown';
}

/** Rows looked at for one page, some 20 MB: well under a second even where none of them is in memory. */
const mostScanned = 20_000;

/** Rows looked at by one statement: few enough that a filter which many pass stops early. */
const chunk = 2_000;

type Found = { readonly found: string[]; readonly next: string | null };

async function scanLeads(
  transaction: Transaction,
  account: string,
  query: LeadQuery,
  source: string | undefined,
): Promise<Found> {
  const wanted = query.limit + 1;
  const filtered = query.verdict !== undefined || source !== undefined;
  const found: string[] = [];
  const size = filtered ? chunk : wanted;
  let before = idAt(query.before) ?? highestId;
  for (let scanned = 0; scanned < mostScanned; scanned += size) {
    const { rows } = await transaction.query<{ id: string; fits: boolean }>({
      name: 'scan-leads',
      text: `select id, ($4::text is null or verdict = $4) and ($5::uuid is null or source_id = $5) as fits
        from leads where account_id = $1 and id < $2 order by id desc limit $3`,
      values: [account, before, size, query.verdict ?? null, source ?? null],
    });
    for (const { id, fits } of rows) if (fits) found.push(id);
    if (found.length >= wanted || rows.length < size) return placed(found, query.limit);
    before = rows.at(-1)?.id ?? before;
  }
  return { found, next: before };
}

async function scanImport(
  transaction: Transaction,
  account: string,
  query: LeadQuery,
  source: string | undefined,
): Promise<Found> {
  const wanted = query.limit + 1;
  const filtered = query.verdict !== undefined || source !== undefined;
  const size = filtered ? chunk : Math.min(chunk, 4 * wanted); // Rows without a lead are passed over.
  const found: { id: string; row: string }[] = [];
  let before = numberAt(query.before) ?? '2147483648';
  for (let scanned = 0; scanned < mostScanned; scanned += size) {
    const { rows } = await transaction.query<{ row: string; id: string | null }>({
      name: 'scan-import',
      text: `select r.row::text as row, case
            when $5::text is not null and r.verdict <> $5 then null
            when $6::uuid is null then r.lead_id
            else (select l.id from leads l where l.account_id = r.account_id and l.id = r.lead_id and l.source_id = $6)
          end as id
        from import_rows r where r.account_id = $1 and r.import_id = $2 and r.row < $3::bigint order by r.row desc limit $4`,
      values: [account, query.importId, before, size, query.verdict ?? null, source ?? null],
    });
    for (const { id, row } of rows) if (id !== null) found.push({ id, row });
    if (found.length >= wanted || rows.length < size) {
      const page = pageOf(found, query.limit, ({ row }) => row);
      return { found: page.items.map(({ id }) => id), next: page.next };
    }
    before = rows.at(-1)?.row ?? before;
  }
  return { found: found.map(({ id }) => id), next: before };
}

function placed(ids: readonly string[], limit: number): Found {
  const page = pageOf(ids, limit, (id) => id);
  return { found: [...page.items], next: page.next };
}
