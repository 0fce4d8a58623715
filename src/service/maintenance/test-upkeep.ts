import pg from 'pg';
import { v7 } from 'uuid';
import { connectPostgres, inTransaction, type Postgres } from '../connections/postgres.ts';
import { openTestDatabase, type TestDatabase } from '../connections/test-database.ts';

/** A database of a test file's own, with the owner's connection as upkeep has it. */
export type TestUpkeep = {
  readonly database: TestDatabase;
  /** Works for the whole shard. */
  readonly owner: pg.Client;
  readonly superuser: pg.Client;
  readonly postgres: Postgres;
  readonly account: string;
  /** Runs a statement as the service does, for the account; `$1` is the account. */
  write(text: string, ...values: unknown[]): Promise<void>;
  /** How many rows a table has, whoever they belong to. */
  count(table: string): Promise<number>;
  close(): Promise<void>;
};

export async function openTestUpkeep(): Promise<TestUpkeep> {
  const database = await openTestDatabase();
  const [owner, superuser] = [database.ownerUrl, database.superuserUrl].map((url) => new pg.Client(url));
  if (owner === undefined || superuser === undefined) throw new Error('two clients');
  await Promise.all([owner.connect(), superuser.connect()]);
  await owner.query(
    "select set_config('midcoast.whole_shard', 'on', false), set_config('timezone', 'UTC', false)",
  );
  const postgres = connectPostgres(database.appUrl, 'test', 4);
  const account = v7();
  const write = (text: string, ...values: unknown[]) =>
    inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      await transaction.query(text, [account, ...values]);
    });
  await write("insert into accounts (id, name) values ($1, 'Test')");
  return {
    database,
    owner,
    superuser,
    postgres,
    account,
    write,
    count: async (table) => {
      const { rows } = await superuser.query<{ count: number }>(
        `select count(*)::int as count from ${table}`,
      );
      return rows[0]?.count ?? -1;
    },
    close: async () => {
      await Promise.all([owner.end(), superuser.end(), postgres.close()]);
      await database.drop();
    },
  };
}

/** An id as it was made so many hours ago. */
export function idOfHoursAgo(hours: number): string {
  return v7({ msecs: Date.now() - hours * 3_600_000 });
}

/** A moment in the middle of the month that lies so many before this one, in UTC. */
export function monthsAgo(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15));
}
