import type { Client } from 'pg';

/**
 * The tables that one accepted lead writes to, in the order of writing. Their columns are asked of the
 * catalogue; `intake-proof.ts` fails the run when intake writes to a table that is not among them.
 */
export const intakeTables = ['contact_keys', 'idempotency_keys', 'leads', 'outbox'] as const;

export type IntakeTable = (typeof intakeTables)[number];

export type SampleColumn = {
  readonly name: string;
  /** Type as PostgreSQL writes it, such as `uuid` or `text[]`. */
  readonly type: string;
  readonly value: string | null;
};

export type SampleRow = readonly SampleColumn[];

/** The rows that one lead left, to be written again for other leads: same columns, same sizes. */
export type SampleRows = {
  readonly account: string;
  readonly source: string;
  readonly lead: string;
  readonly rows: Readonly<Record<IntakeTable, readonly SampleRow[]>>;
};

/** Reads the rows of a lead that was just accepted, as the superuser. */
export async function readSampleRows(client: Client, lead: string): Promise<SampleRows> {
  const found = await client.query<{ account_id: string; source_id: string }>(
    'select account_id, source_id from leads where id = $1',
    [lead],
  );
  const owner = found.rows[0];
  if (owner === undefined) throw new Error(`the sample lead ${lead} is not there`);
  const read: [IntakeTable, readonly SampleRow[]][] = [];
  for (const table of intakeTables) read.push([table, await rowsOf(client, table, lead)]);
  return {
    account: owner.account_id,
    source: owner.source_id,
    lead,
    rows: Object.fromEntries(read) as Record<IntakeTable, readonly SampleRow[]>,
  };
}

type CatalogueColumn = { name: string; type: string };

async function rowsOf(client: Client, table: IntakeTable, lead: string): Promise<readonly SampleRow[]> {
  const { rows: columns } = await client.query<CatalogueColumn>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  const names = columns.map(({ name }) => `${client.escapeIdentifier(name)}::text`).join(', ');
  const ids = columns.filter(({ type }) => type === 'uuid').map(({ name }) => client.escapeIdentifier(name));
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${names} from ${table} where $1::uuid in (${ids.join(', ')})`,
    values: [lead],
    rowMode: 'array',
  });
  if (rows.length === 0) throw new Error(`the sample lead ${lead} left no row in ${table}`);
  return rows.map((values) => columns.map((column, at) => ({ ...column, value: values[at] ?? null })));
}
