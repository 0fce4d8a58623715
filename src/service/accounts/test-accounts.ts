import { v7 } from 'uuid';
import { connectPostgres, inTransaction, type Postgres } from '../connections/postgres.ts';
import { openTestDatabase, type TestDatabase } from '../connections/test-database.ts';
import { insertAccount } from './account.ts';
import type { Maker } from './audit.ts';
import { permissions, type Permission } from './permission.ts';

/** A database of a test file's own, in which accounts are made at will. */
export type TestAccounts = {
  readonly database: TestDatabase;
  readonly postgres: Postgres;
  /** Makes an account and answers somebody who may do all of `may` there; everything when not said. */
  make(may?: readonly Permission[]): Promise<Maker>;
  /** What the audit of an account holds, oldest first. */
  audit(account: string): Promise<readonly { actor: string; action: string; target: string; detail: unknown }[]>;
  close(): Promise<void>;
};

export async function openTestAccounts(): Promise<TestAccounts> {
  const database = await openTestDatabase();
  const postgres = connectPostgres(database.appUrl, 'test', 20);
  return {
    database,
    postgres,
    make: async (may = permissions) => {
      const account = v7();
      await inTransaction(postgres, { accounts: [account] }, (transaction) => insertAccount(transaction, account, 'Test'));
      return { account, actor: `key:${v7()}`, permissions: new Set(may) };
    },
    audit: (account) =>
      inTransaction(postgres, { accounts: [account] }, async (transaction) => {
        const { rows } = await transaction.query('select actor, action, target, detail from audit order by id');
        return rows;
      }),
    close: async () => {
      await postgres.close();
      await database.drop();
    },
  };
}
