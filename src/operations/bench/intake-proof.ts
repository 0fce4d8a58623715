import type { Client } from 'pg';
import { Failure } from '../failure.ts';
import { intakeTables, type IntakeTable } from './sample-rows.ts';

/** What must be so for a figure to count. Each breach ends the bench with exit 1. */
const demandedSettings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;

/** Fails (`bench_not_durable`) when the server, or the role that writes, does not keep what it promises. */
export async function proveSettings(client: Client): Promise<void> {
  for (const [name, wanted] of Object.entries(demandedSettings)) {
    const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
    if (rows[0]?.value === wanted) continue;
    throw breach(
      'bench_not_durable',
      `${name} is ${rows[0]?.value}, not ${wanted}`,
      {},
      'remove the setting',
    );
  }
}

/** What the database counts: rows a table, and how often the log was brought to the disk. */
export type Count = { readonly rows: ReadonlyMap<string, number>; readonly walFsyncs: number };

/** Counts every table of the schema. Nobody may be writing. */
export async function countRows(client: Client): Promise<Count> {
  const tables = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by relname`,
  );
  const counts = tables.rows.map(
    ({ name }) => `(select count(*) from ${client.escapeIdentifier(name)})::float8`,
  );
  const { rows } = await client.query<{ counts: number[] }>(`select array[${counts.join(', ')}] as counts`);
  const values = rows[0]?.counts ?? [];
  const fsyncs = await client.query<{ fsyncs: number }>(
    "select sum(fsyncs)::float8 as fsyncs from pg_stat_io where object = 'wal'",
  );
  return {
    rows: new Map(tables.rows.map(({ name }, at) => [name, values[at] ?? 0])),
    walFsyncs: fsyncs.rows[0]?.fsyncs ?? 0,
  };
}

export type Proof = {
  readonly contender: string;
  readonly before: Count;
  readonly after: Count;
  /** Leads answered 2xx, or transactions committed. */
  readonly answered: number;
  /** Whether each lead brings an idempotency key; the rows of an import have the import's. */
  readonly idempotent: boolean;
};

/**
 * Fails (`bench_rows_differ`) unless each answered lead left its row, its contacts, its idempotency key and
 * its event, and unless the disk was asked to keep them. Other tables may not have grown with the leads: a
 * table that intake writes and the other contenders do not would spoil the comparison.
 */
export function proveRows({ contender, before, after, answered, idempotent }: Proof): void {
  const grown = (table: string) => (after.rows.get(table) ?? 0) - (before.rows.get(table) ?? 0);
  const exact: IntakeTable[] = idempotent ? ['leads', 'idempotency_keys'] : ['leads'];
  for (const table of exact) {
    if (grown(table) !== answered) throw differ(contender, table, grown(table), answered);
  }
  // An import and its source have events of their own beside those of its leads.
  const events = grown('outbox') - answered;
  if (events < 0 || events > 10) throw differ(contender, 'outbox', grown('outbox'), answered);
  const contacts = grown('contact_keys') / answered;
  if (contacts < 1) throw differ(contender, 'contact_keys', grown('contact_keys'), answered);
  for (const table of after.rows.keys()) {
    const known =
      (intakeTables as readonly string[]).includes(table) || (!idempotent && table === 'import_rows');
    if (!known && grown(table) > Math.max(answered / 100, fewRows))
      throw differ(contender, table, grown(table), 0);
  }
  if (after.walFsyncs <= before.walFsyncs) {
    throw breach('bench_not_durable', `the log's fsyncs did not rise while ${contender} wrote`, {}, nextStep);
  }
}

/** New sources and their tallies: a few by themselves, never as many as leads. */
const fewRows = 100;

const nextStep = 'run it again; if it stays so, the figures mean nothing: look for what changed';

function differ(contender: string, table: string, rows: number, answered: number): Failure {
  const message = `${contender}: ${answered} answers of 2xx, but ${rows} new rows in ${table}`;
  return breach('bench_rows_differ', message, { contender, table, rows, answered }, nextStep);
}

function breach(
  code: string,
  message: string,
  facts: Record<string, string | number>,
  next: string,
): Failure {
  return new Failure({ code, exit: 'checkFailed', message, facts, next });
}
