import {
  intakeTables,
  type IntakeTable,
  type SampleColumn,
  type SampleRow,
  type SampleRows,
} from './sample-rows.ts';

/**
 * One statement that writes all rows of one more lead in one round trip: the sample's rows with fresh ids,
 * fresh hashes and the transaction's own position; every other value is the sample's, so sizes are equal.
 * It reads nothing, decides nothing and checks no conflict: the least that any server could do.
 */
export function insertStatement(sample: SampleRows): string {
  const fresh = new FreshValues(sample);
  const inserts = intakeTables.map((table) => insertOf(table, sample.rows[table], fresh));
  return assemble(fresh.list(), inserts);
}

/**
 * The same statement for a server, with what it knows of a lead that it was just sent as parameters: the
 * keys of all contacts, those of e-mail and phone, idempotency key, hash of the body, person. There is a
 * contact row for each of the first. Returns the lead's id.
 */
export function serverStatement(sample: SampleRows): string {
  const fresh = new FreshValues(sample, {
    'contact_keys.hash': 'unnest($1::uuid[])',
    'leads.email_key': '$2::uuid',
    'leads.phone_key': '$3::uuid',
    'idempotency_keys.key': '$4::uuid',
    'idempotency_keys.body_hash': '$5::uuid',
    'leads.person': '$6::json',
  });
  const inserts = intakeTables.map((table) =>
    insertOf(table, table === 'contact_keys' ? sample.rows[table].slice(0, 1) : sample.rows[table], fresh),
  );
  return assemble(fresh.list(), inserts, `returning ${fresh.lead()} as id`);
}

/** Values made once a statement, by the value of the sample that each replaces. */
class FreshValues {
  readonly #sample: SampleRows;
  readonly #given: Readonly<Record<string, string>>;
  readonly #made = new Map<string, { readonly name: string; readonly expression: string }>();

  constructor(sample: SampleRows, given: Readonly<Record<string, string>> = {}) {
    this.#sample = sample;
    this.#given = given;
    this.#make(sample.lead, 'uuidv7()');
  }

  list(): string {
    return [...this.#made.values()].map(({ name, expression }) => `${expression} as ${name}`).join(', ');
  }

  lead(): string {
    return `(select ${this.#make(this.#sample.lead, '')} from fresh)`;
  }

  expression(table: IntakeTable, { name, type, value }: SampleColumn): string {
    const given = this.#given[`${table}.${name}`];
    if (given !== undefined) return given;
    if (value === null) return `null::${type}`;
    if (name === 'position') return this.#make(name, 'position_of(pg_current_xact_id())');
    const constant = value === this.#sample.account || value === this.#sample.source;
    if (type !== 'uuid' || constant) return `'${value.replaceAll("'", "''")}'::${type}`;
    return this.#make(value, name === 'id' ? 'uuidv7()' : 'gen_random_uuid()');
  }

  #make(replaced: string, expression: string): string {
    const made = this.#made.get(replaced) ?? { name: `v${this.#made.size + 1}`, expression };
    this.#made.set(replaced, made);
    return made.name;
  }
}

function insertOf(table: IntakeTable, rows: readonly SampleRow[], fresh: FreshValues): string {
  const columns = (rows[0] ?? []).map(({ name }) => name).join(', ');
  const selects = rows.map((row) => {
    const values = row.map((column) => fresh.expression(table, column)).join(', ');
    return `select ${values} from fresh`;
  });
  return `insert into ${table} (${columns}) ${selects.join(' union all ')}`;
}

function assemble(fresh: string, inserts: readonly string[], returning = ''): string {
  const parts = inserts.slice(0, -1).map((insert, at) => `w${at + 1} as (${insert})`);
  return (
    [`with fresh as materialized (select ${fresh})`, ...parts].join(',\n') +
    `\n${inserts.at(-1)} ${returning}`
  );
}
