import type pg from 'pg';

/** Rows that nobody will ask for again, and how they are told. Policies of the tables allow upkeep no others. */
export const expiries = {
  idempotency_keys: "lead_id < (select first_id_of(now() - interval '48 hours'))",
  sessions: 'expires_at < now()',
  contact_keys: 'lead_id < (select leads_expired from shard)',
} as const;

export type ExpiringTable = keyof typeof expiries;

/** Pages of each partition that one transaction goes through: some thousands of rows. */
const pagesAtOnce = 32;

/** Milliseconds to wait for a row. Well below the second after which a deadlock would end somebody's request. */
const lockTimeout = 100;

/**
 * Deletes the expired rows of a table, going through its pages once, in small transactions. Rows that
 * somebody is changing are left for the next time. `owner` works for the whole shard. Answers how many went.
 */
export async function letExpiredGo(owner: pg.Client, table: ExpiringTable): Promise<number> {
  const pages = await pagesOf(owner, table);
  await owner.query(`set lock_timeout = ${lockTimeout}`);
  let gone = 0;
  try {
    for (let page = 0; page < pages; page += pagesAtOnce) gone += await letPagesGo(owner, table, page);
  } finally {
    await owner.query('reset lock_timeout');
  }
  return gone;
}

async function pagesOf(owner: pg.Client, table: ExpiringTable): Promise<number> {
  const { rows } = await owner.query<{ pages: number }>(
    `select coalesce(max(pg_relation_size(relation)) / current_setting('block_size')::int, 0)::int as pages
     from (select $1::regclass union select relid from pg_partition_tree($1)) as of_table (relation)`,
    [table],
  );
  return rows[0]?.pages ?? 0;
}

async function letPagesGo(owner: pg.Client, table: ExpiringTable, page: number): Promise<number> {
  try {
    const { rowCount } = await owner.query(
      `delete from ${table} where ctid >= '(${page},0)' and ctid < '(${page + pagesAtOnce},0)' and ${expiries[table]}`,
    );
    return rowCount ?? 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '55P03') return 0; // lock_not_available
    throw error;
  }
}
