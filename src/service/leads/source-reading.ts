import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { idAt, pageOf, type Page } from './page.ts';

/** A source as it is shown. Its counts trail the log by moments; times are RFC 3339, UTC. */
export type SourceView = {
  id: string;
  name: string;
  createdAt: string;
  accepted: number;
  duplicate: number;
  suppressed: number;
  lastLeadAt: string | null;
};

/** Sources by name. Throws `WrongPlace`. */
export async function listSources(
  postgres: Postgres,
  account: string,
  query: { readonly limit: number; readonly after?: string | undefined },
): Promise<Page<SourceView>> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{ id: string }>({
      name: 'list-sources',
      text: `select id from sources where account_id = $1
        and ($2::uuid is null or lower(name) > (select lower(name) from sources where account_id = $1 and id = $2))
        order by lower(name) limit $3`,
      values: [account, idAt(query.after) ?? null, query.limit + 1],
    });
    const page = pageOf(
      rows.map(({ id }) => id),
      query.limit,
      (id) => id,
    );
    return { items: await sourcesById(transaction, account, page.items), next: page.next };
  });
}

/** One source; undefined where the account has none of this id. */
export async function getSource(
  postgres: Postgres,
  account: string,
  id: string,
): Promise<SourceView | undefined> {
  return inTransaction(
    postgres,
    { accounts: [account] },
    async (transaction) => (await sourcesById(transaction, account, [id.toLowerCase()]))[0],
  );
}

async function sourcesById(
  transaction: Transaction,
  account: string,
  ids: readonly string[],
): Promise<SourceView[]> {
  if (ids.length === 0) return [];
  const { rows } = await transaction.query<Row>({
    name: 'sources-by-id',
    // The last event that a tally counted tells the time of the last lead, as long as it is in the log.
    text: `select s.id, s.name, s.created_at, coalesce(total.accepted, 0) as accepted, coalesce(total.duplicate, 0) as duplicate,
        coalesce(total.suppressed, 0) as suppressed, coalesce(
          (select uuid_extract_timestamp(o.id) from outbox o where o.account_id = $1 and o.position = last.position limit 1),
          last.hour) as last_lead_at
      from sources s
      left join lateral (
        select sum(accepted) as accepted, sum(duplicate) as duplicate, sum(suppressed) as suppressed
        from source_tallies t where t.account_id = $1 and t.source_id = s.id
      ) total on true
      left join lateral (
        select hour, position from source_tallies t where t.account_id = $1 and t.source_id = s.id order by hour desc limit 1
      ) last on true
      where s.account_id = $1 and s.id = any ($2::uuid[])`,
    values: [account, ids],
  });
  const byId = new Map(rows.map((row) => [row.id, sourceView(row)]));
  return ids.map((id) => byId.get(id)).filter((source) => source !== undefined);
}

type Row = {
  readonly id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly accepted: string;
  readonly duplicate: string;
  readonly suppressed: string;
  readonly last_lead_at: Date | null;
};

function sourceView(row: Row): SourceView {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    accepted: Number(row.accepted),
    duplicate: Number(row.duplicate),
    suppressed: Number(row.suppressed),
    lastLeadAt: row.last_lead_at?.toISOString() ?? null,
  };
}
