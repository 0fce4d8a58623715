import { v7 } from 'uuid';
import { connectPostgres, inTransaction, type Postgres } from '../connections/postgres.ts';
import { openTestDatabase, type TestDatabase } from '../connections/test-database.ts';
import { insertAccount } from './account.ts';
import type { Maker } from './audit.ts';
import { permissions, type Permission, type Role } from './permission.ts';
import { insertUser, type UserView } from './user.ts';

/** A database of a test file's own, in which accounts are made at will. */
export type TestAccounts = {
  readonly database: TestDatabase;
  readonly postgres: Postgres;
  /** Makes an account and answers somebody who may do all of `may` there; everything when not said. */
  make(may?: readonly Permission[]): Promise<Maker>;
  /** Adds a person. `passwordHash` stands for a password: hashing one is slow, and for most tests no matter. */
  addUser(
    maker: Maker,
    role: Role,
    user?: { readonly email?: string; readonly passwordHash?: string },
  ): Promise<TestUser>;
  /** What the audit of an account holds, oldest first. */
  audit(
    account: string,
  ): Promise<readonly { actor: string; action: string; target: string; detail: unknown }[]>;
  close(): Promise<void>;
};

export type TestUser = UserView & { readonly account: string; readonly passwordHash: string };

export async function openTestAccounts(): Promise<TestAccounts> {
  const database = await openTestDatabase();
  const postgres = connectPostgres(database.appUrl, 'test', 20);
  return {
    database,
    postgres,
    make: async (may = permissions) => {
      const account = v7();
      await inTransaction(postgres, { accounts: [account] }, (transaction) =>
        insertAccount(transaction, account, 'Test'),
      );
      return { account, actor: `key:${v7()}`, permissions: new Set(may) };
    },
    addUser: async (
      { account, actor },
      role,
      { email = `${v7()}@example.com`, passwordHash = 'no hash' } = {},
    ) => {
      const user = await inTransaction(postgres, { accounts: [account] }, (transaction) =>
        insertUser(transaction, { account, actor, email, name: 'Ada', role, passwordHash }),
      );
      return { ...user, account, passwordHash };
    },
    audit: (account) =>
      inTransaction(postgres, { accounts: [account] }, async (transaction) => {
        const { rows } = await transaction.query(
          'select actor, action, target, detail from audit order by id',
        );
        return rows;
      }),
    close: async () => {
      await postgres.close();
      await database.drop();
    },
  };
}
