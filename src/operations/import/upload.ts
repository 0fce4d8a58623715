import { createReadStream } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { Failure } from '../failure.ts';
import type { Target } from './target.ts';

/** An import as the service tells of it. */
export type ImportAnswer = {
  readonly id: string;
  readonly rows: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly suppressed: number;
  readonly rejected: number;
  readonly unreadable: number;
  readonly mapping: readonly { readonly column: string; readonly field: string | null }[];
};

export type Upload = {
  readonly path: string;
  readonly name: string;
  readonly format: 'csv' | 'ndjson';
  readonly source: string | undefined;
  /** Column → field, or «-» to leave it out. */
  readonly map: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Bytes given so far, and what is being waited for. */
  readonly onProgress: (bytes: number, note: string | undefined) => void;
};

const mediaTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** Tries of a file that was cut off; about two minutes in all, longer than a service takes to come back. */
const mostTries = 12;

/** Between tries: 1, 2, 4, … at most this. */
const longestWaitSeconds = 15;

/**
 * Streams a file to `POST /v1/imports` and answers what became of it. It bears one idempotency key, so that
 * an import that was cut off goes on where it was. Throws a `Failure` when the service refuses it, and at once where
 * nobody answers the first time.
 */
export async function uploadFile(target: Target, upload: Upload): Promise<ImportAnswer> {
  const key = randomUUID();
  for (let tries = 1; ; tries += 1) {
    const attempt = await attemptUpload(target, upload, key);
    if (attempt.kind === 'done') return attempt.answer;
    if (attempt.kind === 'unreached' && tries === 1) throw absent(target, attempt.error);
    const failure = attempt.kind === 'again' ? attempt.failure : lost(target, attempt.error);
    if (tries >= mostTries) throw failure;
    const retryAfter = attempt.kind === 'again' ? attempt.retryAfter : undefined;
    const seconds = retryAfter ?? Math.min(2 ** (tries - 1), longestWaitSeconds);
    upload.onProgress(0, `${failure.message}; again in ${seconds} s`);
    await sleep(seconds * 1000, undefined, { signal: upload.signal });
  }
}

type Attempt =
  | { readonly kind: 'done'; readonly answer: ImportAnswer }
  /** No connection was made, so nothing of the file left. */
  | { readonly kind: 'unreached'; readonly error: unknown }
  | { readonly kind: 'again'; readonly failure: Failure; readonly retryAfter?: number };

async function attemptUpload(target: Target, upload: Upload, key: string): Promise<Attempt> {
  const url = new URL('/v1/imports', target.url);
  url.searchParams.set('name', upload.name);
  if (upload.source !== undefined) url.searchParams.set('source', upload.source);
  if (Object.keys(upload.map).length > 0) url.searchParams.set('map', JSON.stringify(upload.map));
  let reached = false;
  const body = counted(upload, () => (reached = true));
  try {
    const response = await request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${target.apiKey}`,
        'content-type': mediaTypes[upload.format],
        'idempotency-key': key,
      },
      body: Readable.from(body),
      headersTimeout: 0, // The answer comes when every row is decided.
      signal: upload.signal,
    });
    const text = await response.body.text();
    return answered(target, response.statusCode, response.headers['retry-after'], text);
  } catch (error) {
    if (upload.signal.aborted || error instanceof Failure) throw error;
    return reached ? { kind: 'again', failure: lost(target, error) } : { kind: 'unreached', error };
  }
}

/** The file, asked for as soon as somebody takes it. */
async function* counted({ path, onProgress }: Upload, onTaken: () => void): AsyncIterable<Buffer> {
  onTaken();
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    yield chunk;
    bytes += chunk.length;
    onProgress(bytes, undefined);
  }
}

function answered(
  target: Target,
  status: number,
  retryAfter: string | string[] | undefined,
  text: string,
): Attempt {
  if (status === 202) return { kind: 'done', answer: JSON.parse(text) as ImportAnswer };
  const failure = refused(target, status, text);
  if (status < 500 && status !== 409 && status !== 429) throw failure;
  const seconds = Number(retryAfter);
  return { kind: 'again', failure, ...(seconds > 0 ? { retryAfter: seconds } : {}) };
}

type ProblemDocument = {
  title?: string;
  code?: string;
  detail?: string;
  requestId?: string;
  errors?: Fault[];
};

type Fault = { path: string; code: string; detail: string; allowed?: string[] };

function refused(target: Target, status: number, text: string): Failure {
  const problem = parseProblem(text);
  const [first] = problem.errors ?? [];
  const detail = first === undefined ? (problem.detail ?? `it answered ${status}`) : faultWords(first);
  return new Failure({
    code: problem.code ?? 'import_refused',
    exit: status >= 500 ? 'outside' : 'usage',
    message: `the service refused the file: ${detail}`,
    facts: {
      url: target.url,
      status,
      ...(problem.requestId === undefined ? {} : { requestId: problem.requestId }),
    },
    next: nextStep(status, first),
  });
}

/** What is wrong, and with which `--map` where one is meant. */
function faultWords({ path, detail }: Fault): string {
  if (path === '') return detail;
  const column = path.startsWith('/map/') ? path.slice('/map/'.length) : undefined;
  if (column === undefined) return `${path}: ${detail}`;
  return `--map ${column.replaceAll('~1', '/').replaceAll('~0', '~')}: ${detail}`;
}

function nextStep(status: number, fault: Fault | undefined): string {
  if (status === 401)
    return 'put a key of that Midcoast into the environment variable MIDCOAST_API_KEY, or leave --url out for the `up` that runs here';
  if (status === 403) return 'use a key that may write imports; Settings in the console makes one';
  if (fault?.code === 'no_contact_column')
    return 'say which column it is, such as --map "Reach me at=email", or name one Email or Phone in the file';
  if (fault?.allowed === undefined) return 'mend what it names and send the file again';
  return `name one of: ${fault.allowed.join(', ')}`;
}

function parseProblem(text: string): ProblemDocument {
  try {
    return JSON.parse(text) as ProblemDocument;
  } catch {
    return {};
  }
}

function absent(target: Target, error: unknown): Failure {
  return new Failure({
    code: 'server_missing',
    exit: 'missing',
    message: `nobody answers at ${target.url}`,
    facts: { why: whyOf(error) },
    next: 'start a Midcoast there, or name the address of one that runs with --url; nothing was imported',
    cause: error,
  });
}

function lost(target: Target, error: unknown): Failure {
  return new Failure({
    code: 'server_unreachable',
    exit: 'outside',
    message: `the connection to ${target.url} was lost`,
    facts: { why: whyOf(error) },
    next: 'see whether `./midcoast up` still runs, then import the file again: what was accepted before is a duplicate then',
    cause: error,
  });
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
