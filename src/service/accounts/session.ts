import { hash, randomBytes } from 'node:crypto';
import type { Cache } from '../connections/cache.ts';
import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { readAccount, type AccountView } from './account.ts';
import { recordChange } from './audit.ts';
import { permissionsOfRole, type Permission, type Role } from './permission.ts';
import { sessionCopies } from './session-copies.ts';
import { readUser, type UserView } from './user.ts';

/** Who is signed in, as each request needs to know. */
export type Session = {
  readonly account: string;
  readonly userId: string;
  readonly role: Role;
  /** What every change must carry, so that another site's page cannot make one. */
  readonly csrfToken: string;
  readonly expiresAt: string;
};

/** Who is signed in, as the console shows it. */
export type SessionView = {
  readonly user: UserView;
  readonly account: AccountView;
  readonly permissions: Permission[];
  readonly csrfToken: string;
  readonly expiresAt: string;
};

/** Hours until a person signs in again, whatever they do meanwhile: a day's work. */
const hours = 12;

export type Sessions = {
  /**
   * Starts a session of a person whose password was verified against `passwordHash`; undefined where the
   * password was changed, or the person removed, since then.
   */
  start(user: {
    readonly account: string;
    readonly id: string;
    readonly passwordHash: string;
  }): Promise<{ readonly token: string; readonly session: Session } | undefined>;
  /** The session of a token; undefined where there is none, or it has ended. */
  find(token: string): Promise<Session | undefined>;
  /** What the console shows of a session, read anew; undefined where the person was removed. */
  view(session: Session): Promise<SessionView | undefined>;
  /** Signs out: the token is refused from now on. */
  end(token: string): Promise<void>;
  /** Says that a person's role or password changed, or that they were removed: here it counts from now on. */
  changed(userId: string): void;
};

/**
 * Sessions are rows; the cache holds copies for 30 seconds, so losing it signs nobody out. A token is
 * `<account>.<32 random bytes in base64url>`; its SHA-256 is kept. `clock` gives milliseconds since 1970.
 */
export function openSessions(postgres: Postgres, cache: Cache, clock: () => number = Date.now): Sessions {
  const copies = sessionCopies<Session>(cache, clock);
  return {
    start: async (user) => {
      const token = `${user.account}.${randomBytes(32).toString('base64url')}`;
      const csrfToken = randomBytes(32).toString('base64url');
      const expiresAt = new Date(clock() + hours * 3_600_000);
      const role = await insertSession(postgres, user, { hash: hashOf(token), csrfToken, expiresAt });
      if (role === undefined) return undefined;
      const session = {
        account: user.account,
        userId: user.id,
        role,
        csrfToken,
        expiresAt: expiresAt.toISOString(),
      };
      return { token, session };
    },
    find: async (token) => {
      const account = accountOf(token);
      if (account === undefined) return undefined;
      const hash = hashOf(token);
      const copy = await copies.get(hash);
      if (copy !== undefined) return copy;
      const session = await readSession(postgres, account, hash, clock());
      if (session !== undefined) await copies.put(hash, session);
      return session;
    },
    view: (session) => viewSession(postgres, session),
    end: async (token) => {
      const account = accountOf(token);
      if (account === undefined) return;
      const hash = hashOf(token);
      try {
        await deleteSession(postgres, account, hash);
      } finally {
        await copies.drop(hash);
      }
    },
    changed: copies.distrust,
  };
}

function accountOf(token: string): string | undefined {
  return /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/.exec(token)?.[1];
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

type NewSession = { readonly hash: Buffer; readonly csrfToken: string; readonly expiresAt: Date };

async function insertSession(
  postgres: Postgres,
  user: { readonly account: string; readonly id: string; readonly passwordHash: string },
  session: NewSession,
): Promise<Role | undefined> {
  return inTransaction(postgres, { accounts: [user.account] }, async (transaction) => {
    // The lock waits for a change of password under way, and is waited for: that change ends this session too.
    const { rows } = await transaction.query<{ role: Role }>(
      'select role from users where account_id = $1 and id = $2 and password_hash = $3 for share',
      [user.account, user.id, user.passwordHash],
    );
    const role = rows[0]?.role;
    if (role === undefined) return undefined;
    await transaction.query(
      `insert into sessions (account_id, token_hash, user_id, csrf_token, expires_at) values ($1, $2, $3, $4, $5)`,
      [user.account, session.hash, user.id, session.csrfToken, session.expiresAt],
    );
    const { account, id } = user;
    await recordChange(transaction, { account, actor: `user:${id}`, action: 'session.started', target: id });
    return role;
  });
}

async function readSession(
  postgres: Postgres,
  account: string,
  hash: Buffer,
  now: number,
): Promise<Session | undefined> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{
      user_id: string;
      role: Role;
      csrf_token: string;
      expires_at: Date;
    }>({
      name: 'find-session',
      text: `select user_id, role, csrf_token, expires_at from sessions s
        join users u on u.account_id = s.account_id and u.id = s.user_id
        where s.account_id = $1 and token_hash = $2 and expires_at > $3`,
      values: [account, hash, new Date(now)],
    });
    const row = rows[0];
    if (row === undefined) return undefined;
    const expiresAt = row.expires_at.toISOString();
    return { account, userId: row.user_id, role: row.role, csrfToken: row.csrf_token, expiresAt };
  });
}

async function deleteSession(postgres: Postgres, account: string, hash: Buffer): Promise<void> {
  await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{ user_id: string }>(
      'delete from sessions where account_id = $1 and token_hash = $2 returning user_id',
      [account, hash],
    );
    const id = rows[0]?.user_id;
    if (id === undefined) return;
    await recordChange(transaction, { account, actor: `user:${id}`, action: 'session.ended', target: id });
  });
}

async function viewSession(postgres: Postgres, session: Session): Promise<SessionView | undefined> {
  const { account, userId, csrfToken, expiresAt } = session;
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const user = await readUser(transaction, account, userId);
    const ofAccount = await readAccount(transaction, account);
    if (user === undefined || ofAccount === undefined) return undefined;
    return { user, account: ofAccount, permissions: [...permissionsOfRole[user.role]], csrfToken, expiresAt };
  });
}
