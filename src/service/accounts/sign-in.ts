import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { verifyNobody, verifyPassword } from './password.ts';
import type { Session, Sessions } from './session.ts';
import { openSignInThrottle } from './sign-in-throttle.ts';
import { emailOf } from './user.ts';

export type SignInAttempt = {
  readonly email: string;
  readonly password: string;
  /** The network address that it came from. */
  readonly address: string;
};

export type SignedIn =
  | { readonly kind: 'signed_in'; readonly token: string; readonly session: Session }
  /** Address or password is wrong: which of them is not told, nor by the time it takes. */
  | { readonly kind: 'refused' }
  /** Too many failures: not even looked at, were it right. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

export type SignIn = (attempt: SignInAttempt) => Promise<SignedIn>;

/** Attempts under way: two passwords are hashed at once, in a quarter of a second each. */
const mostAtOnce = 20;

/** Seconds after which that many are over. */
const comeAgainAfter = 3;

/** The door for people. `clock` gives milliseconds. */
export function openSignIn(
  postgres: Postgres,
  sessions: Sessions,
  clock: () => number = () => performance.now(),
): SignIn {
  const throttle = openSignInThrottle(clock);
  let underWay = 0;
  return async ({ email, password, address }) => {
    if (underWay >= mostAtOnce) return { kind: 'throttled', retryAfterSeconds: comeAgainAfter };
    const entry = throttle.enter(emailOf(email), address);
    if (entry.kind === 'refused') return { kind: 'throttled', retryAfterSeconds: entry.retryAfterSeconds };
    underWay += 1;
    try {
      const started = await verify(postgres, sessions, emailOf(email), password);
      entry.leave(started === undefined ? 'failed' : 'succeeded');
      return started === undefined ? { kind: 'refused' } : { kind: 'signed_in', ...started };
    } catch (error) {
      entry.leave('undecided'); // The database was away: nobody guessed wrong.
      throw error;
    } finally {
      underWay -= 1;
    }
  };
}

async function verify(postgres: Postgres, sessions: Sessions, email: string, password: string) {
  const user = await findByEmail(postgres, email);
  const right = await (user === undefined
    ? verifyNobody(password)
    : verifyPassword(password, user.passwordHash));
  return right && user !== undefined ? sessions.start(user) : undefined;
}

type Candidate = { readonly account: string; readonly id: string; readonly passwordHash: string };

async function findByEmail(postgres: Postgres, email: string): Promise<Candidate | undefined> {
  // PostgreSQL holds no text with a zero character.
  if (email === '' || email.includes('\0')) return undefined;
  return inTransaction(postgres, { signIn: email }, async (transaction) => {
    const { rows } = await transaction.query<{ account_id: string; id: string; password_hash: string }>({
      name: 'find-user',
      text: 'select account_id, id, password_hash from users where lower(email) = $1',
      values: [email],
    });
    const row = rows[0];
    return row === undefined
      ? undefined
      : { account: row.account_id, id: row.id, passwordHash: row.password_hash };
  });
}
