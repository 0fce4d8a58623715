import type { TSchema } from 'typebox';
import type { AnswerOf, Api, ValueOf } from '../http/api/api.ts';
import { ApiProblem, problemOf, unreachable } from './api-problem.ts';

type ApiName = keyof Api;

/** What a call needs: required where the operation's schema says so. */
export type InputOf<K extends ApiName> = Part<Api[K], 'params'> &
  Part<Api[K], 'body'> & { readonly query?: QueryOf<Api[K]>; readonly signal?: AbortSignal };

type Part<O, Name extends string> = O extends { readonly [N in Name]: infer S extends TSchema }
  ? { readonly [N in Name]: ValueOf<S> }
  : unknown;

type QueryOf<O> = O extends { readonly query: infer S extends TSchema }
  ? { readonly [N in keyof ValueOf<S>]?: ValueOf<S>[N] | null | undefined }
  : never;

/** Milliseconds after which a call is given up. */
const patienceMs = 20_000;

let csrfToken: string | null = null;
let onSignedOut: () => void = () => undefined;

/** Gives the client the token of the session, and what to do when the session turns out to be over. */
export function setClientSession(token: string | null, signedOut?: () => void): void {
  csrfToken = token;
  if (signedOut !== undefined) onSignedOut = signedOut;
}

/** Headers that a change carries. */
export function changeHeaders(): Readonly<Record<string, string>> {
  return csrfToken === null ? {} : { 'x-csrf-token': csrfToken };
}

/**
 * Calls one operation of the API, with types taken from the schemas that the service validates by.
 * Throws ApiProblem; a session that is over (401) also leads to the sign-in page.
 */
export async function call<K extends ApiName>(name: K, ...[input]: Arguments<K>): Promise<AnswerOf<Api[K]>> {
  const given: Loose = input ?? {};
  const [method = 'GET', path = '/'] = name.split(' ');
  const answer = await send(method, addressOf(path, given), given);
  if (!answer.ok) {
    const problem = await problemOf(answer);
    if (problem.status === 401 && name !== 'POST /v1/session') onSignedOut();
    throw problem;
  }
  if (answer.status === 204) return undefined as AnswerOf<Api[K]>;
  return (await answer.json()) as AnswerOf<Api[K]>;
}

type Arguments<K extends ApiName> =
  Record<never, never> extends InputOf<K> ? [input?: InputOf<K>] : [input: InputOf<K>];

type Loose = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** The path with its parameters filled in and the query that is not empty. */
export function addressOf(path: string, given: Pick<Loose, 'params' | 'query'>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(given.params?.[key] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(given.query ?? {})) {
    if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
  }
  return query.size === 0 ? filled : `${filled}?${query}`;
}

async function send(method: string, address: string, given: Loose): Promise<Response> {
  const timeout = AbortSignal.timeout(patienceMs);
  const signal = given.signal === undefined ? timeout : AbortSignal.any([given.signal, timeout]);
  const headers = {
    accept: 'application/json',
    ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(method === 'GET' ? {} : changeHeaders()),
  };
  const body = given.body === undefined ? null : JSON.stringify(given.body);
  try {
    return await fetch(address, { method, headers, body, signal, credentials: 'same-origin' });
  } catch (error) {
    if (given.signal?.aborted === true) throw error;
    throw error instanceof ApiProblem ? error : unreachable(navigator.onLine);
  }
}
