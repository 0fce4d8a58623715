import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { lowestId } from './page.ts';

/** Leads looked through by one statement. */
const chunk = 20_000;

const fits = '(l.email_key = $3 or l.email2_key = $3 or l.phone_key = $3 or l.phone2_key = $3)';

/** A position below which everything is settled. */
export async function settledPosition(postgres: Postgres, account: string): Promise<string> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{ settled: string }>(
      'select settled_position()::text as settled',
    );
    return rows[0]?.settled ?? '0';
  });
}

/**
 * Ids of the leads that came with a contact, from the oldest on, by batches. No index tells them (it would cost
 * every lead that comes): all leads of the account are looked through.
 */
export async function* leadsWithContact(
  postgres: Postgres,
  account: string,
  hash: string,
): AsyncIterable<readonly string[]> {
  for (let after: string | null = lowestId; after !== null;) {
    const from: string = after;
    const row = await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      const { rows } = await transaction.query<{ last: string | null; found: string[] }>({
        name: 'scan-for-contact',
        text: `with scanned as materialized (
            select l.id, ${fits} as fits from leads l where l.account_id = $1 and l.id > $2 order by l.id limit ${chunk}
          )
          select (select id from scanned order by id desc limit 1) as last, array(select id from scanned where fits) as found`,
        values: [account, from, hash],
      });
      return rows[0];
    });
    after = row?.last ?? null;
    if (row !== undefined && row.found.length > 0) yield row.found;
  }
}

/** Those that came at a position or later, and how many were looked through. */
export async function leadsThatCameSince(
  transaction: Transaction,
  account: string,
  hash: string,
  since: string,
): Promise<{ readonly ids: readonly string[]; readonly examined: number }> {
  // Not named: planned for this position, which lies near the end of the log.
  const { rows } = await transaction.query<{ ids: string[] | null; examined: number }>(
    `select array_agg(id) filter (where fits) as ids, count(*)::int as examined from (
       select came.subject as id, (select ${fits} from leads l where l.account_id = $1 and l.id = came.subject) as fits
       from outbox came where came.account_id = $1 and came.position >= $2
     )`,
    [account, since, hash],
  );
  return { ids: rows[0]?.ids ?? [], examined: rows[0]?.examined ?? 0 };
}
