import { inTransaction, type Postgres } from '../connections/postgres.ts';
import type { EventType } from '../contract.ts';
import { numberAt, pageOf, type Page } from './page.ts';

/** An event of a lead as it is shown. */
export type EventView = {
  position: string;
  id: string;
  type: EventType;
  time: string;
  subject: string | null;
  data: Record<string, unknown>;
};

export type HistoryQuery = { readonly limit: number; readonly after?: string | undefined };

/**
 * What happened to a lead, oldest first; undefined where the account has none of this id. Events older than
 * the log's retention are gone. Throws `WrongPlace`.
 */
export async function leadHistory(
  postgres: Postgres,
  account: string,
  lead: string,
  query: HistoryQuery,
): Promise<Page<EventView> | undefined> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const known = await transaction.query({
      name: 'lead-exists',
      text: 'select from leads where account_id = $1 and id = $2',
      values: [account, lead],
    });
    if (known.rowCount === 0) return undefined;
    const { rows } = await transaction.query<Row>({
      name: 'lead-history',
      text: `select (select number from shard) as shard, position::text, id, type, uuid_extract_timestamp(id) as time, subject, data
        from (
          select * from outbox where account_id = $1 and id = $2 and subject = $2
            and position = (select position from leads where account_id = $1 and id = $2)
          union all
          select * from outbox where account_id = $1 and subject = $2 and id <> subject
        ) of_lead where position > $3 order by position limit $4`,
      values: [account, lead, numberAt(query.after) ?? '-1', query.limit + 1],
    });
    const page = pageOf(rows, query.limit, (row) => row.position);
    return { items: page.items.map(eventView), next: page.next };
  });
}

type Row = Omit<EventView, 'time'> & { readonly shard: number; readonly time: Date };

function eventView({ shard, position, id, type, time, subject, data }: Row): EventView {
  return { position: `${shard}.${position}`, id, type, time: time.toISOString(), subject, data };
}
