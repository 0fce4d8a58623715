import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { recordChange, type Maker } from './audit.ts';
import { hashPassword } from './password.ts';
import type { Role } from './permission.ts';
import type { Sessions } from './session.ts';
import {
  isBeyond,
  readUser,
  userColumns,
  userViewOf,
  type BeyondOwn,
  type UserRow,
  type UserView,
} from './user.ts';

export type UserPatch = { readonly name?: string; readonly role?: Role; readonly password?: string };

type Unchanged =
  | { readonly kind: 'unknown' }
  /** Nobody would be left who could let people in. */
  | { readonly kind: 'last_admin' };

export type PatchedUser = { readonly kind: 'changed'; readonly user: UserView } | Unchanged | BeyondOwn;

export type RemovedUser = { readonly kind: 'removed' } | Unchanged;

/** Changes a person. A new password ends their sessions, their own change of it too. */
export async function patchUser(
  postgres: Postgres,
  sessions: Sessions,
  maker: Maker,
  id: string,
  patch: UserPatch,
): Promise<PatchedUser> {
  const passwordHash = patch.password === undefined ? undefined : await hashPassword(patch.password);
  return change(postgres, sessions, maker, id, async (transaction, before) => {
    const role = patch.role ?? before.role;
    // Whoever sets a password could sign in as that person.
    const entrusted = patch.password !== undefined || role !== before.role ? [role] : [];
    if (patch.password !== undefined) entrusted.push(before.role);
    const beyond = entrusted.find((one) => isBeyond(maker, one));
    if (beyond !== undefined) return { kind: 'beyond_own', role: beyond };
    if (
      before.role === 'admin' &&
      role !== 'admin' &&
      !(await anotherAdmin(transaction, maker.account, id))
    ) {
      return { kind: 'last_admin' };
    }
    const { rows } = await transaction.query<UserRow>(
      `update users set name = coalesce($3, name), role = $4, password_hash = coalesce($5, password_hash)
       where account_id = $1 and id = $2 returning ${userColumns}`,
      [maker.account, id, patch.name ?? null, role, passwordHash ?? null],
    );
    if (rows[0] === undefined) return { kind: 'unknown' };
    if (passwordHash !== undefined) await endSessions(transaction, maker.account, id);
    const fields = Object.keys(patch);
    await recordChange(transaction, { ...entryOf(maker, id), action: 'user.changed', fields });
    return { kind: 'changed', user: userViewOf(rows[0]) };
  });
}

/** Ends a person's access, with their sessions. */
export async function removeUser(
  postgres: Postgres,
  sessions: Sessions,
  maker: Maker,
  id: string,
): Promise<RemovedUser> {
  return change(postgres, sessions, maker, id, async (transaction, before) => {
    if (before.role === 'admin' && !(await anotherAdmin(transaction, maker.account, id)))
      return { kind: 'last_admin' };
    await endSessions(transaction, maker.account, id);
    await transaction.query('delete from users where account_id = $1 and id = $2', [maker.account, id]);
    await recordChange(transaction, { ...entryOf(maker, id), action: 'user.removed' });
    return { kind: 'removed' };
  });
}

/** Runs a change of a person; changes of an account's people go one after another, so that one admin is left. */
async function change<T>(
  postgres: Postgres,
  sessions: Sessions,
  maker: Maker,
  id: string,
  work: (transaction: Transaction, before: UserView) => Promise<T>,
): Promise<T | { readonly kind: 'unknown' }> {
  const { account } = maker;
  try {
    return await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      await transaction.query('select from accounts where id = $1 for no key update', [account]);
      const before = await readUser(transaction, account, id);
      return before === undefined ? { kind: 'unknown' as const } : work(transaction, before);
    });
  } finally {
    sessions.changed(id); // A commit whose answer was lost may have happened.
  }
}

async function anotherAdmin(transaction: Transaction, account: string, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    "select from users where account_id = $1 and role = 'admin' and id <> $2 limit 1",
    [account, id],
  );
  return rowCount === 1;
}

async function endSessions(transaction: Transaction, account: string, id: string): Promise<void> {
  await transaction.query('delete from sessions where account_id = $1 and user_id = $2', [account, id]);
}

function entryOf({ account, actor }: Maker, target: string) {
  return { account, actor, target };
}
