import { v7 } from 'uuid';
import {
  inTransaction,
  isUniqueViolation,
  type Postgres,
  type Transaction,
} from '../connections/postgres.ts';
import { recordChange, type Maker } from './audit.ts';
import { hashPassword } from './password.ts';
import { permissionsOfRole, type Role } from './permission.ts';

/** A person who may sign in. */
export type UserView = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
};

/** One page of an account's people, newest first, below the id `before`. */
export async function listUsers(
  postgres: Postgres,
  account: string,
  limit: number,
  before?: string,
): Promise<readonly UserView[]> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<UserRow>(
      `select ${userColumns} from users where account_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [account, before ?? null, limit],
    );
    return rows.map(userViewOf);
  });
}

/** Reads a person in a transaction that works for the account. */
export async function readUser(
  transaction: Transaction,
  account: string,
  id: string,
): Promise<UserView | undefined> {
  const { rows } = await transaction.query<UserRow>(
    `select ${userColumns} from users where account_id = $1 and id = $2`,
    [account, id],
  );
  return rows[0] === undefined ? undefined : userViewOf(rows[0]);
}

export type NewUser = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
};

/** The role may do what the maker may not: whoever made such a person could sign in as them. */
export type BeyondOwn = { readonly kind: 'beyond_own'; readonly role: Role };

export type AddedUser =
  | { readonly kind: 'added'; readonly user: UserView }
  /** Somebody of this shard signs in with the address, in whatever letter case. */
  | { readonly kind: 'email_taken' }
  | BeyondOwn;

/** Lets a person sign in. */
export async function addUser(postgres: Postgres, maker: Maker, wanted: NewUser): Promise<AddedUser> {
  if (isBeyond(maker, wanted.role)) return { kind: 'beyond_own', role: wanted.role };
  const passwordHash = await hashPassword(wanted.password);
  const { account, actor } = maker;
  try {
    return await inTransaction(postgres, { accounts: [account] }, async (transaction) => ({
      kind: 'added',
      user: await insertUser(transaction, { account, actor, ...wanted, passwordHash }),
    }));
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'email_taken' };
    throw error;
  }
}

/** Whether a role may do something that the maker may not. */
export function isBeyond(maker: Maker, role: Role): boolean {
  return [...permissionsOfRole[role]].some((permission) => !maker.permissions.has(permission));
}

/** Writes a person's row in a transaction that works for the account. */
export async function insertUser(
  transaction: Transaction,
  user: Omit<NewUser, 'password'> & {
    readonly account: string;
    readonly actor: string;
    readonly passwordHash: string;
  },
): Promise<UserView> {
  const id = v7();
  const { rows } = await transaction.query<UserRow>(
    `insert into users (account_id, id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)
     returning ${userColumns}`,
    [user.account, id, emailOf(user.email), user.name, user.role, user.passwordHash],
  );
  if (rows[0] === undefined) throw new Error('the user was not written');
  await recordChange(transaction, {
    account: user.account,
    actor: user.actor,
    action: 'user.created',
    target: id,
  });
  return userViewOf(rows[0]);
}

/** How an address is kept and looked for: letter case and spaces around it are not told apart. */
export function emailOf(text: string): string {
  return text.trim().toLowerCase();
}

export const userColumns = 'id, email, name, role, created_at';

export type UserRow = { id: string; email: string; name: string; role: Role; created_at: Date };

export function userViewOf(row: UserRow): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    createdAt: row.created_at.toISOString(),
  };
}
