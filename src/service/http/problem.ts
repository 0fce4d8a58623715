import { TooManySources } from '../leads/source.ts';
import { WrongPlace } from '../leads/page.ts';
import { Overloaded } from '../leads/micro-batch.ts';
import { PositionExpired } from '../connections/events.ts';
import { databaseTrouble } from '../connections/postgres.ts';
import { formatPosition } from '../connections/position.ts';
import type { Fault } from '../leads/fault.ts';
import type { Problem } from './api/problem-api.ts';
import { problemCodes, type ProblemCode } from './problem-codes.ts';

type More = { readonly errors?: readonly Fault[]; readonly headers?: Readonly<Record<string, string>> };

/** A refusal, thrown by a handler and answered as a problem document. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, more: More = {}) {
    super(detail);
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** `Retry-After`, in whole seconds. */
export function retryAfter(seconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) };
}

/** The problem document of a refusal. */
export function problemOf(refusal: Refusal, requestId: string): Problem {
  const { status, title } = problemCodes[refusal.code];
  return {
    type: `/problems#${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    requestId,
    errors: refusal.errors.map((fault) => ({
      ...fault,
      ...(fault.allowed ? { allowed: [...fault.allowed] } : {}),
    })) as Problem['errors'],
  };
}

/** Turns whatever was thrown into a refusal; what nobody foresaw is `internal` and is logged by the caller. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Overloaded)
    return new Refusal('overloaded', error.message, { headers: retryAfter(1) });
  if (error instanceof TooManySources) return new Refusal('too_many_sources', error.message);
  if (error instanceof WrongPlace) {
    return new Refusal('bad_request', 'the cursor is not one of ours', {
      errors: [
        { path: '/cursor', code: 'wrong_format', detail: '`nextCursor` of the page before, as it was given' },
      ],
    });
  }
  if (error instanceof PositionExpired) {
    return new Refusal(
      'position_expired',
      `the log begins at ${formatPosition(error.oldest)}; read the lists anew and go on from there`,
    );
  }
  return refusalOfFastify(error) ?? refusalOfDatabase(error);
}

const codeOfFastify: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
};

function refusalOfFastify(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = codeOfFastify[String(error.code)];
  if (code !== undefined) return new Refusal(code, error.message);
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? new Refusal('bad_request', error.message) : undefined;
}

function refusalOfDatabase(error: unknown): Refusal {
  switch (databaseTrouble(error)) {
    case 'full':
      return new Refusal('database_full', 'nothing was kept; send it again when there is room', {
        headers: retryAfter(30),
      });
    case 'unreachable':
    case 'too_slow':
    case 'retry':
      return new Refusal(
        'database_unreachable',
        'it is not known whether this was kept; send it again with the same Idempotency-Key',
        { headers: retryAfter(1) },
      );
    case 'other':
      return new Refusal('internal', 'something went wrong here; the request’s id says what to look for');
  }
}
