import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';

/** Tables that are partitioned by the month of their id. */
export const monthlyTables = ['leads', 'outbox', 'audit'] as const;

const folder = new URL('../migrations/', import.meta.url);

/** Held by whoever changes the schema, partitions too. Any number that no other advisory lock uses. */
export const schemaLock = 7_304_512;

/**
 * Brings the schema up to date and makes this month's and the coming months' partitions. Only one runs
 * at a time; each file runs once, in a transaction of its own. Throws when a file that ran has changed.
 * Answers the names of the files that ran now.
 */
export async function migrate(ownerUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'midcoast-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [schemaLock]);
    const ran = await runFiles(client);
    await makePartitions(client);
    await continuePositions(client);
    return ran;
  } finally {
    await client.end();
  }
}

async function runFiles(client: pg.Client): Promise<string[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, digest text not null, ran_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from migrations',
  );
  const before = new Map(rows.map((row) => [row.name, row.digest]));
  const ran: string[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()) {
    const text = await readFile(new URL(name, folder), 'utf8');
    const digest = createHash('sha256').update(text).digest('hex');
    if (before.get(name) === digest) continue;
    if (before.has(name))
      throw new Error(`migration ${name} has changed since it ran: add a new file instead`);
    await client.query('begin');
    await client.query(text);
    await client.query('insert into migrations (name, digest) values ($1, $2)', [name, digest]);
    await client.query('commit');
    ran.push(name);
  }
  return ran;
}

/** Months ahead for which partitions are kept ready. */
const monthsAhead = 3;

/** Makes the partitions from last month (for clocks that lag) to some months ahead. */
export async function makePartitions(client: pg.ClientBase): Promise<void> {
  for (const table of monthlyTables) {
    await client.query(
      `do $$ begin for ahead in -1..${monthsAhead} loop
         call make_month('${table}', (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date);
       end loop; end $$`,
    );
  }
}

/**
 * Lets positions go on above the newest event. It matters only after the rows came into a new cluster by
 * logical copy, where transaction ids start anew.
 */
async function continuePositions(client: pg.Client): Promise<void> {
  await client.query('begin');
  await client.query("select set_config('midcoast.whole_shard', 'on', true)");
  await client.query(
    `update shard set base = base + newest.position - position_of(pg_current_xact_id()) + (1 << 20)
     from (select position from outbox order by position desc limit 1) newest
     where newest.position >= position_of(pg_current_xact_id())`,
  );
  await client.query('commit');
}
