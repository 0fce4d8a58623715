import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { databaseName, databaseRoles } from '../../service/contract.ts';
import type { Failure } from '../failure.ts';
import { keepRunning, type KeptPart, type Part } from './kept-part.ts';
import { endsWithin } from './patience.ts';
import { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.ts';
import type { Secrets } from './secrets.ts';

/** PostgreSQL, as a part that can be kept running. */
export type DatabasePart = Part & { readonly postgres: RunningPostgres };

/** A fast stop ends within a checkpoint; this only says when nobody should wait for it any more. */
const stopPatienceMs = 30_000;

/** Starts PostgreSQL and keeps it running, always on the port of its first start. */
export async function keepDatabase(
  options: PostgresOptions & { readonly say: (line: string) => void },
): Promise<KeptPart<DatabasePart>> {
  const first = await startDatabase(options);
  const { port } = first.postgres;
  return keepRunning(first, {
    name: 'PostgreSQL',
    say: options.say,
    start: (signal) => startDatabase({ ...options, port, signal }),
  });
}

/**
 * Makes the two roles and the database of the service where they are missing. Neither role is a superuser
 * and neither may pass by row-level security; the owner owns the database, the other may only connect.
 */
export async function prepareDatabase(superuserUrl: string, secrets: Secrets): Promise<void> {
  const client = new Client({ connectionString: superuserUrl, application_name: 'midcoast-up' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'select rolname as name from pg_roles union all select datname from pg_database',
    );
    const present = new Set(rows.map(({ name }) => name));
    const statements = [
      ...(present.has(databaseRoles.owner) ? [] : [createRole(databaseRoles.owner, secrets.ownerPassword)]),
      ...(present.has(databaseRoles.app) ? [] : [createRole(databaseRoles.app, secrets.appPassword)]),
      ...(present.has(databaseName) ? [] : createDatabase()),
    ];
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startDatabase(options: PostgresOptions): Promise<DatabasePart> {
  const postgres = await startPostgres(options);
  return {
    postgres,
    ended: postgres.exited.then((end) => (end.kind === 'failed' ? describe(end.failure) : 'stopped')),
    async stop(force) {
      if (!(await endsWithin(postgres.stop('fast'), stopPatienceMs, force))) await postgres.stop('immediate');
    },
  };
}

function createRole(role: string, password: string): string {
  const limits = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
  return `create role ${escapeIdentifier(role)} ${limits} password ${escapeLiteral(password)}`;
}

function createDatabase(): readonly string[] {
  const name = escapeIdentifier(databaseName);
  return [
    // Last but the grants, which cost nothing if a start is cut off before them: owner and app may connect.
    `create database ${name} owner ${escapeIdentifier(databaseRoles.owner)}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${escapeIdentifier(databaseRoles.app)}`,
  ];
}

function describe({ message, facts }: Failure): string {
  const { said } = facts;
  return said === undefined ? message : `${message}: ${said}`;
}
