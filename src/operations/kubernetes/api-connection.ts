import { Agent, request } from 'undici';
import type { Readable } from 'node:stream';
import { ApiRefusal } from './api-refusal.ts';

/** Where an API server is, and as whom it is asked. */
export type ApiAddress = {
  readonly url: string;
  /** PEM of the authorities that vouch for it. */
  readonly authorities: string;
  /** Asked for anew before each call where it does not last. */
  readonly token: string | (() => Promise<string>);
};

export type ApiCall = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

export type ApiAnswer<T> = {
  readonly body: T;
  /** What the server warns of: deprecated versions, breaches of pod security, unknown fields. */
  readonly warnings: readonly string[];
};

/** Speaks HTTP with one API server. Every call ends when `signal`, or the call's own, aborts. */
export type ApiConnection = {
  readonly ask: <T>(call: ApiCall) => Promise<ApiAnswer<T>>;
  /** Gives the answer's bytes as they come. */
  readonly stream: (call: ApiCall) => Promise<Readable>;
  readonly close: () => Promise<void>;
};

/** Opens no connection before the first call. Calls throw an ApiRefusal for an answer of 400 or more. */
export function connectApi(address: ApiAddress, signal: AbortSignal): ApiConnection {
  const { url, authorities, token } = address;
  // A watch is silent for as long as nothing happens; over HTTP/2 its end would be an error of the whole connection.
  const dispatcher = new Agent({ connect: { ca: authorities }, bodyTimeout: 0, allowH2: false });
  async function send(call: ApiCall) {
    const { method, path, query, contentType = 'application/json', body } = call;
    const answer = await request(new URL(path, url), {
      dispatcher,
      method,
      ...(query && { query }),
      signal: call.signal === undefined ? signal : AbortSignal.any([signal, call.signal]),
      headers: {
        authorization: `Bearer ${typeof token === 'string' ? token : await token()}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.statusCode < 400) return answer;
    throw new ApiRefusal(`${method} ${path}`, answer.statusCode, await answer.body.text());
  }
  return {
    async ask(call) {
      const { body, headers } = await send(call);
      const text = await body.text();
      const isJson = headers['content-type']?.includes('json') === true;
      return { body: (isJson ? JSON.parse(text) : text) as never, warnings: warningsOf(headers['warning']) };
    },
    async stream(call) {
      return (await send(call)).body;
    },
    close: () => dispatcher.destroy(),
  };
}

/** The texts of the headers `299 - "text"` (RFC 7234, 5.5); several may stand in one. */
export function warningsOf(header: string | readonly string[] | undefined): readonly string[] {
  const headers = header === undefined ? [] : [header].flat();
  return headers.flatMap((line) =>
    [...line.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
      text.replaceAll(/\\(.)/g, '$1'),
    ),
  );
}
