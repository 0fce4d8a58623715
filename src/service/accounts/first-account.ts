import pg from 'pg';
import { v7 } from 'uuid';
import {
  connectionSettings,
  connectPostgres,
  inTransaction,
  type Postgres,
} from '../connections/postgres.ts';
import { insertAccount } from './account.ts';
import { insertApiKey } from './api-key.ts';
import { hashPassword } from './password.ts';
import { permissions } from './permission.ts';
import { readablePassword } from './readable-password.ts';
import { insertUser } from './user.ts';

/** How to get into the first account. Key and password are nowhere else. */
export type FirstAccount = {
  readonly accountId: string;
  readonly accountName: string;
  readonly apiKey: string;
  readonly user: string;
  readonly password: string;
};

export type FirstAccountWish = {
  readonly ownerDatabaseUrl: string;
  readonly databaseUrl: string;
  readonly accountName: string;
  readonly user: string;
};

/** Any number that no other advisory lock of this database uses. */
const lockNumber = 7_304_514;

/** The first key is the platform's own: it feeds benches and makes further accounts. */
const ratePerSecond = 100_000;

/**
 * Makes the first account with an administrator and a key that may do everything; undefined where any
 * account exists. Of several at once, one makes it and the others wait and answer undefined.
 */
export async function makeFirstAccount(wish: FirstAccountWish): Promise<FirstAccount | undefined> {
  const owner = new pg.Client({ ...connectionSettings(wish.ownerDatabaseUrl, 'midcoast-bootstrap') });
  owner.on('error', () => undefined); // Said by the query that meets it.
  await owner.connect();
  const postgres = connectPostgres(wish.databaseUrl, 'midcoast-bootstrap', 1);
  try {
    await owner.query('select pg_advisory_lock($1)', [lockNumber]);
    return (await anyAccount(owner)) ? undefined : await writeFirstAccount(postgres, wish);
  } finally {
    await postgres.close();
    await owner.end();
  }
}

/** Only the owner, working for the whole shard, can tell: `midcoast_app` sees no account unasked. */
async function anyAccount(owner: pg.Client): Promise<boolean> {
  await owner.query("select set_config('midcoast.whole_shard', 'on', false)");
  const { rowCount } = await owner.query('select from accounts limit 1');
  return rowCount !== 0;
}

async function writeFirstAccount(
  postgres: Postgres,
  { accountName, user }: FirstAccountWish,
): Promise<FirstAccount> {
  const accountId = v7();
  const password = readablePassword();
  const passwordHash = await hashPassword(password);
  return inTransaction(postgres, { accounts: [accountId] }, async (transaction) => {
    const job = { account: accountId, actor: 'job:bootstrap' };
    await insertAccount(transaction, accountId, accountName);
    const { email } = await insertUser(transaction, {
      ...job,
      email: user,
      name: 'Administrator',
      role: 'admin',
      passwordHash,
    });
    const { apiKey } = await insertApiKey(transaction, {
      ...job,
      name: 'first key',
      scopes: permissions,
      ratePerSecond,
    });
    return { accountId, accountName, apiKey, user: email, password };
  });
}
