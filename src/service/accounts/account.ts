import { v7 } from 'uuid';
import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { defaultRatePerSecond, insertApiKey } from './api-key.ts';
import { recordChange, type Maker } from './audit.ts';
import { permissionsOfRole } from './permission.ts';

/** A customer of the platform: the unit of isolation. */
export type AccountView = {
  readonly id: string;
  readonly name: string;
  readonly duplicateWindowDays: number;
  readonly createdAt: string;
};

/** The accounts that `account` may see: itself. */
export async function listAccounts(postgres: Postgres, account: string): Promise<readonly AccountView[]> {
  const own = await getAccount(postgres, account, account);
  return own === undefined ? [] : [own];
}

/** One account; undefined where it is another's or nobody's. */
export async function getAccount(
  postgres: Postgres,
  account: string,
  id: string,
): Promise<AccountView | undefined> {
  if (id !== account) return undefined;
  return inTransaction(postgres, { accounts: [account] }, (transaction) => readAccount(transaction, id));
}

/** Reads an account in a transaction that works for it. */
export async function readAccount(transaction: Transaction, id: string): Promise<AccountView | undefined> {
  const { rows } = await transaction.query<Row>(`select ${columns} from accounts where id = $1`, [id]);
  return rows[0] === undefined ? undefined : viewOf(rows[0]);
}

export type AccountPatch = { readonly name?: string; readonly duplicateWindowDays?: number };

/** Changes the maker's own account; undefined where `id` is another's. The window counts from the next lead on. */
export async function patchAccount(
  postgres: Postgres,
  maker: Maker,
  id: string,
  patch: AccountPatch,
): Promise<AccountView | undefined> {
  if (id !== maker.account) return undefined;
  return inTransaction(postgres, { accounts: [id] }, async (transaction) => {
    const { rows } = await transaction.query<Row>(
      `update accounts set name = coalesce($2, name), duplicate_window_days = coalesce($3, duplicate_window_days)
       where id = $1 returning ${columns}`,
      [id, patch.name ?? null, patch.duplicateWindowDays ?? null],
    );
    if (rows[0] === undefined) return undefined;
    const fields = Object.keys(patch);
    await recordChange(transaction, {
      account: id,
      actor: maker.actor,
      action: 'account.changed',
      target: id,
      fields,
    });
    return viewOf(rows[0]);
  });
}

/**
 * Makes an account with its first API key, which may do there whatever an administrator may. The key's text
 * is answered this once. The maker's own account records who made it.
 */
export async function makeAccount(
  postgres: Postgres,
  maker: Maker,
  name: string,
): Promise<{ readonly account: AccountView; readonly apiKey: string }> {
  const id = v7();
  return inTransaction(postgres, { accounts: [maker.account, id] }, async (transaction) => {
    const account = await insertAccount(transaction, id, name);
    const { actor } = maker;
    await recordChange(transaction, { account: maker.account, actor, action: 'account.created', target: id });
    const { apiKey } = await insertApiKey(transaction, {
      account: id,
      actor,
      name: 'first key',
      scopes: [...permissionsOfRole.admin],
      ratePerSecond: defaultRatePerSecond,
    });
    return { account, apiKey };
  });
}

/** Writes the row of an account in a transaction that works for it. */
export async function insertAccount(
  transaction: Transaction,
  id: string,
  name: string,
): Promise<AccountView> {
  const { rows } = await transaction.query<Row>(
    `insert into accounts (id, name) values ($1, $2) returning ${columns}`,
    [id, name],
  );
  if (rows[0] === undefined) throw new Error('the account was not written');
  return viewOf(rows[0]);
}

const columns = 'id, name, duplicate_window_days, created_at';

type Row = { id: string; name: string; duplicate_window_days: number; created_at: Date };

function viewOf(row: Row): AccountView {
  return {
    id: row.id,
    name: row.name,
    duplicateWindowDays: row.duplicate_window_days,
    createdAt: row.created_at.toISOString(),
  };
}
