import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';
import { databaseRoles } from '../contract.ts';
import { migrate } from './migrations.ts';

/** A migrated database of a test file's own, beside those of other files on one server. */
export type TestDatabase = {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  drop(): Promise<void>;
};

/** The roles' password on the test server, which lives no longer than the run. */
const password = 'only-for-tests';

const lockNumber = 7_304_513;

/** Clones the migrated template, making it first where it is missing or older than the migrations. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = serverUrl();
  const template = await readyTemplate(server);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(server, async (client) => {
    await client.query(`create database ${name} template ${template} owner ${databaseRoles.owner}`);
  });
  return {
    appUrl: urlOf(server, name, databaseRoles.app),
    ownerUrl: urlOf(server, name, databaseRoles.owner),
    superuserUrl: urlOf(server, name),
    drop: () =>
      withClient(server, async (client) => {
        await client.query(`drop database ${name} with (force)`);
      }),
  };
}

function serverUrl(): string {
  const url = process.env['MIDCOAST_TEST_DATABASE_URL'];
  if (url !== undefined) return url;
  throw new Error(
    'MIDCOAST_TEST_DATABASE_URL is not set: run this file by `./midcoast test <part of its path>`, which starts a PostgreSQL for it',
  );
}

async function readyTemplate(server: string): Promise<string> {
  const name = `template_${await migrationsDigest()}`;
  await withClient(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [
      name,
    ]);
    if (rowCount === 1) return;
    for (const role of Object.values(databaseRoles)) {
      const exists = await client.query('select from pg_roles where rolname = $1', [role]);
      if (exists.rowCount === 0) {
        await client.query(`create role ${role} login nosuperuser nobypassrls password '${password}'`);
      }
    }
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name} owner ${databaseRoles.owner}`);
    await migrate(urlOf(server, name, databaseRoles.owner));
    await client.query(`alter database ${name} with is_template true`);
  });
  return name;
}

async function migrationsDigest(): Promise<string> {
  const folder = new URL('../migrations/', import.meta.url);
  const digest = createHash('sha256');
  for (const file of (await readdir(folder)).toSorted()) digest.update(await readFile(new URL(file, folder)));
  return digest.digest('hex').slice(0, 16);
}

function urlOf(server: string, database: string, role?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (role !== undefined) {
    url.username = role;
    url.password = password;
  }
  return url.href;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
