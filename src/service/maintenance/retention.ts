import type pg from 'pg';
import type { monthlyTables } from '../connections/migrations.ts';

type MonthlyTable = (typeof monthlyTables)[number];

/** Whole months for which rows are kept after the month that they came in. */
export const monthsKept: Readonly<Record<MonthlyTable, number>> = {
  outbox: 13,
  leads: 25,
  audit: 25,
};

export type Month = { readonly table: MonthlyTable; readonly partition: string };

/** What became of a month: let go, or held because a group of consumers has not handled it. */
export type MonthEnd = Month &
  ({ readonly kind: 'gone' } | { readonly kind: 'held'; readonly group: string });

/**
 * Lets months go that are older than `monthsKept`, whole: no row is deleted, no reader or writer held up.
 * What was cut off in the middle is finished the next time. `owner` works for the whole shard.
 */
export async function letMonthsGo(owner: pg.Client): Promise<readonly MonthEnd[]> {
  const ends: MonthEnd[] = [];
  for (const [table, months] of Object.entries(monthsKept) as [MonthlyTable, number][]) {
    for (const partition of await oldPartitions(owner, table, months)) {
      ends.push(await letMonthGo(owner, { table, partition }));
    }
  }
  return ends;
}

/** Partitions of the months that are too old, oldest first; those too that were detached but not dropped. */
async function oldPartitions(
  owner: pg.Client,
  table: MonthlyTable,
  months: number,
): Promise<readonly string[]> {
  const { rows } = await owner.query<{ partition: string }>(
    `select relname as partition from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname ~ ('^' || $1 || '_\\d{4}_\\d{2}$')
       and to_date(right(relname, 7), 'YYYY_MM') < date_trunc('month', now() at time zone 'UTC') - make_interval(months => $2)
     order by relname`,
    [table, months],
  );
  return rows.map((row) => row.partition);
}

async function letMonthGo(owner: pg.Client, month: Month): Promise<MonthEnd> {
  const { partition } = month;
  const state = await attachment(owner, partition);
  if (state === 'attached') {
    const group = await sayGone(owner, month);
    if (group !== undefined) return { ...month, kind: 'held', group };
  }
  if (state === 'attached')
    await owner.query(`alter table ${month.table} detach partition ${partition} concurrently`);
  if (state === 'detaching')
    await owner.query(`alter table ${month.table} detach partition ${partition} finalize`);
  await owner.query(`drop table ${partition}`);
  return { ...month, kind: 'gone' };
}

async function attachment(
  owner: pg.Client,
  partition: string,
): Promise<'attached' | 'detaching' | 'detached'> {
  const { rows } = await owner.query<{ pending: boolean }>(
    'select inhdetachpending as pending from pg_inherits where inhrelid = $1::regclass',
    [partition],
  );
  if (rows[0] === undefined) return 'detached';
  return rows[0].pending ? 'detaching' : 'attached';
}

/** Says that a month is gone, before it goes: no reader may take the gap for the end. Answers who still needs it. */
async function sayGone(owner: pg.Client, { table, partition }: Month): Promise<string | undefined> {
  if (table === 'outbox') return sayEventsGone(owner, partition);
  if (table === 'leads')
    await owner.query(`update shard set leads_expired = greatest(leads_expired, ${firstIdAfter})`, [
      partition,
    ]);
  return undefined;
}

async function sayEventsGone(owner: pg.Client, partition: string): Promise<string | undefined> {
  const { rows } = await owner.query<{ last: string | null; behind: string | null }>(
    `select last, (select min(consumer_group) from consumer_positions where position < last) as behind
     from (select max(position) as last from outbox where id >= ${firstId} and id < ${firstIdAfter}) of_month`,
    [partition],
  );
  const { last = null, behind = null } = rows[0] ?? {};
  if (behind !== null) return behind;
  if (last !== null) await owner.query('update shard set expired = greatest(expired, $1)', [last]);
  return undefined;
}

const month = "to_timestamp(right($1, 7), 'YYYY_MM') at time zone 'UTC'";
const firstId = `first_id_of(${month} at time zone 'UTC')`;
const firstIdAfter = `first_id_of((${month} + interval '1 month') at time zone 'UTC')`;
