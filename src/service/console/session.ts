import { computed, signal } from '@preact/signals';
import { rolesThatMay, type Permission } from '../accounts/permission.ts';
import type { SessionView } from '../http/api/account-api.ts';
import { tell } from './announcer.ts';
import { asProblem, type ApiProblem } from './api-problem.ts';
import { call, setClientSession } from './client.ts';
import { goInstead, place } from './location.ts';
import { safeReturn } from './route.ts';

/** Who is signed in. unknown → in | out | failed; in → out when the session ends. */
export type SessionState =
  | { readonly is: 'unknown' }
  | { readonly is: 'out' }
  | { readonly is: 'in'; readonly session: SessionView }
  | { readonly is: 'failed'; readonly problem: ApiProblem };

export const sessionState = signal<SessionState>({ is: 'unknown' });

/** The session; only pages that are shown to whoever is signed in ask for it. */
export const session = computed(() => (sessionState.value.is === 'in' ? sessionState.value.session : null));

/** The environment that this is, once it is known. */
export const environment = signal<string | null>(null);
export const version = signal<string | null>(null);

const endings: (() => void)[] = [];

/** Asks to be told when the session ends: whatever was kept of it has to go. */
export function onSessionEnd(forget: () => void): void {
  endings.push(forget);
}

/** Finds out who is signed in, and where. */
export async function findSession(): Promise<void> {
  setClientSession(null, leave);
  void call('GET /v1/version').then(
    (answer) => {
      environment.value = answer.environment;
      version.value = answer.version;
    },
    () => undefined,
  );
  try {
    begin(await call('GET /v1/session'));
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status !== 401) sessionState.value = { is: 'failed', problem };
  }
}

/** Signs in and returns to where one wanted to go. Throws ApiProblem. */
export async function signIn(email: string, password: string): Promise<void> {
  begin(await call('POST /v1/session', { body: { email, password } }));
  goInstead(safeReturn(new URLSearchParams(place.value.search).get('next')));
}

/** Signs out; while the service cannot be told, one stays signed in and is told so. */
export async function signOut(): Promise<void> {
  try {
    await call('DELETE /v1/session');
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status !== 401) return tell(`Still signed in. ${problem.title}`, 'bad');
  }
  end();
  goInstead('/sign-in');
}

/** Takes a changed account into what is shown of it everywhere. */
export function withAccount(account: SessionView['account']): void {
  const state = sessionState.value;
  if (state.is === 'in') sessionState.value = { is: 'in', session: { ...state.session, account } };
}

export const may = (permission: Permission) => session.value?.permissions.includes(permission) ?? false;

/** «Only operators and admins may do this.», or null for whoever may. */
export function refusal(permission: Permission, act: string): string | null {
  if (may(permission)) return null;
  const roles = rolesThatMay(permission).map((role) => `${role}s`);
  const who = roles.length === 0 ? 'Nobody in the console' : `Only ${roles.join(' and ')}`;
  return `${who} may ${act}.`;
}

function begin(started: SessionView): void {
  setClientSession(started.csrfToken);
  sessionState.value = { is: 'in', session: started };
}

function end(): void {
  setClientSession(null);
  sessionState.value = { is: 'out' };
  for (const forget of endings) forget();
}

/** The service says that the session is over: sign in again, then come back here. */
function leave(): void {
  if (sessionState.value.is === 'out') return;
  end();
  const { path, search } = place.value;
  if (path !== '/sign-in') goInstead(`/sign-in?next=${encodeURIComponent(path + search)}`);
}
