import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Metrics } from '../../connections/metrics.ts';
import type { Session, Sessions } from '../../accounts/session.ts';
import type { SignIn } from '../../accounts/sign-in.ts';
import * as api from '../api/account-api.ts';
import { Refusal, retryAfter } from '../problem.ts';
import type { Router } from '../routing.ts';
import type { SessionCookie } from '../session-cookie.ts';

export type SessionDoor = {
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly cookie: SessionCookie;
  readonly metrics: Metrics;
};

/** Signing in to the console and out of it. */
export function sessionRoutes(router: Router, { sessions, signIn, cookie, metrics }: SessionDoor): void {
  router.on(api.postSession, async ({ body, request, reply }) => {
    const result = await signIn({ ...body, address: request.ip });
    metrics.count('midcoast_sign_ins_total', { outcome: result.kind });
    switch (result.kind) {
      case 'signed_in':
        reply.setCookie(cookie.name, result.token, {
          ...cookie.options,
          expires: new Date(result.session.expiresAt),
        });
        return viewOf(sessions, result.session);
      case 'refused':
        throw new Refusal(
          'wrong_sign_in',
          'which of them is not told, so that nobody can find out who has an account',
        );
      case 'throttled':
        throw new Refusal('throttled', `wait ${result.retryAfterSeconds} s before you try again`, {
          headers: retryAfter(result.retryAfterSeconds),
        });
    }
  });
  router.on(api.getSession, async ({ caller }) => viewOf(sessions, sessionOf(caller)));
  router.on(api.deleteSession, async ({ request, reply }) => {
    const token = request.cookies[cookie.name];
    if (token !== undefined) await sessions.end(token);
    reply.clearCookie(cookie.name, cookie.options satisfies CookieSerializeOptions);
    return undefined;
  });
}

async function viewOf(sessions: Sessions, session: Session) {
  const view = await sessions.view(session);
  if (view === undefined) throw notSignedIn();
  return view;
}

function sessionOf(caller: { readonly session?: Session }): Session {
  if (caller.session === undefined) throw notSignedIn();
  return caller.session;
}

function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', 'sign in again');
}
