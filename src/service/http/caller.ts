import type { FastifyRequest } from 'fastify';
import type { ApiKeys } from '../accounts/api-key.ts';
import type { KnownKey } from '../accounts/keyring.ts';
import { permissionsOfRole, rolesThatMay, type Permission } from '../accounts/permission.ts';
import type { Session, Sessions } from '../accounts/session.ts';
import type { Operation } from './api/operation.ts';
import { Refusal } from './problem.ts';

/** Who asks: an API key or a person who is signed in. */
export type Caller = {
  readonly account: string;
  /** `key:<id>` or `user:<id>`, as the audit names it. */
  readonly actor: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly ratePerSecond: number;
  readonly session?: Session;
};

export type Doorkeeper = {
  /** Answers the caller of an operation. Throws a `Refusal` when it is nobody, or may not. */
  admit(request: FastifyRequest, operation: Operation): Promise<Caller>;
  /** The caller whom an API key of the last seconds names, if it may; undefined says nothing: `admit` does. */
  known(authorization: string | undefined, operation: Operation): Caller | undefined;
};

/** Leads a second that a person may give by hand. */
const ratePerPerson = 100;

/** Reads `Authorization: Bearer` or the console's cookie, and holds the caller's permissions to the operation's. */
export function doorkeeper(keys: ApiKeys, sessions: Sessions, cookieName: string): Doorkeeper {
  return {
    admit: async (request, operation) => {
      const caller =
        (await callerOfKey(request, keys)) ?? (await callerOfSession(request, sessions, cookieName));
      if (caller === undefined) throw notSignedIn();
      holdTo(operation, caller);
      return caller;
    },
    known: (authorization, { permission }) => {
      if (authorization?.startsWith(bearer) !== true) return undefined;
      const key = keys.known(authorization.slice(bearer.length));
      if (key === undefined || permission === 'none' || permission === 'session') return undefined;
      return key.scopes.has(permission) ? callerOf(key) : undefined;
    },
  };
}

const bearer = 'Bearer ';

async function callerOfKey(request: FastifyRequest, keys: ApiKeys): Promise<Caller | undefined> {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const key = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  const known = key === undefined ? undefined : await keys.authenticate(key);
  if (known === undefined) throw notSignedIn();
  return callerOf(known);
}

function callerOf({ account, keyId, scopes, ratePerSecond }: KnownKey): Caller {
  return { account, actor: `key:${keyId}`, permissions: scopes, ratePerSecond };
}

async function callerOfSession(
  request: FastifyRequest,
  sessions: Sessions,
  cookieName: string,
): Promise<Caller | undefined> {
  const token = request.cookies[cookieName];
  const session = token === undefined ? undefined : await sessions.find(token);
  if (session === undefined) return undefined;
  if (
    request.method !== 'GET' &&
    request.method !== 'HEAD' &&
    request.headers['x-csrf-token'] !== session.csrfToken
  ) {
    throw new Refusal('csrf_token_wrong', 'send the session’s token as X-CSRF-Token');
  }
  return {
    account: session.account,
    actor: `user:${session.userId}`,
    permissions: permissionsOfRole[session.role],
    ratePerSecond: ratePerPerson,
    session,
  };
}

function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', 'send `Authorization: Bearer <API key>`, or sign in to the console', {
    headers: { 'www-authenticate': 'Bearer realm="midcoast"' },
  });
}

function holdTo(operation: Operation, caller: Caller): void {
  const { permission } = operation;
  if (permission === 'none') return;
  if (permission === 'session') {
    if (caller.session === undefined) throw new Refusal('no_session', 'an API key has no session');
    return;
  }
  if (caller.permissions.has(permission)) return;
  const roles = rolesThatMay(permission);
  throw new Refusal('not_allowed', `this needs ${permission}`, {
    errors: [
      {
        path: '',
        code: 'permission_missing',
        detail:
          roles.length > 0
            ? `a person needs the role ${roles.join(' or ')}`
            : 'only an API key of the platform has it',
        allowed: [permission],
      },
    ],
  });
}
