import type { Problem } from '../http/api/problem-api.ts';

type Fault = Problem['errors'][number];

/**
 * Why a call was not answered as hoped: the service's own problem document, or one made here when it
 * could not be reached (status 0) or answered something else.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly faults: readonly Fault[];

  constructor(problem: Omit<Problem, 'type'>) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.requestId ?? null;
    this.faults = problem.errors;
  }

  /** What is wrong with one field of what was sent, by its JSON pointer. */
  faultAt(path: string): string | null {
    const fault = this.faults.find((each) => each.path === path || each.path === `/body${path}`);
    if (fault === undefined) return null;
    return fault.allowed === undefined
      ? fault.detail
      : `${fault.detail} Allowed: ${fault.allowed.join(', ')}.`;
  }
}

/** Reads an answer that is no success; a body that is no problem document is told by its status. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const requestId = answer.headers.get('x-request-id');
  const body: unknown = await answer.json().catch(() => null);
  const given = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  const id = given.requestId ?? requestId;
  return new ApiProblem({
    status: answer.status,
    code: given.code ?? `http_${answer.status}`,
    title: given.title ?? `The service answered ${answer.status}`,
    detail: given.detail ?? 'It gave no reason.',
    errors: Array.isArray(given.errors) ? given.errors : [],
    ...(id === null ? {} : { requestId: id }),
  });
}

/** No answer came at all. */
export function unreachable(online: boolean): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: online ? 'unreachable' : 'offline',
    title: online ? 'The service does not answer' : 'This device is offline',
    detail: online
      ? 'The connection was refused, cut or took longer than 20 seconds.'
      : 'Nothing can be asked until it has a network again.',
    errors: [],
  });
}

/** Anything thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem({
    status: 0,
    code: 'console_fault',
    title: 'This page has a fault',
    detail,
    errors: [],
  });
}

/** Whether asking the same once more may be answered otherwise. */
export const mayHeal = ({ code, status }: ApiProblem): boolean =>
  [0, 408, 429].includes(status) || status >= 500 || code === 'idempotency_in_flight';

const adviceByCode: Readonly<Record<string, string>> = {
  idempotency_in_flight: 'Wait until it is done, then try again.',
  wrong_sign_in: 'Check both and sign in again. An admin of the account can give you a new password.',
};

const adviceByStatus: Readonly<Record<string, string>> = {
  0: 'Try again. If it goes on, see whether ./midcoast up still runs.',
  400: 'The address asks for something that there cannot be. Go back to the whole list.',
  403: 'Ask an admin of the account for the permission.',
  404: 'It may have been removed, or belong to another account. Go back to the list.',
  409: 'Somebody else may have changed it. Load the page again and look.',
  413: 'Send less at once.',
  415: 'Choose a CSV or NDJSON file.',
  422: 'Mend what is named and send it again.',
  429: 'Wait a little, then try again.',
  503: 'It is tried again by itself as soon as the service answers.',
};

/** What the reader can do about a problem. */
export function adviceOn({ code, status }: ApiProblem): string {
  return (
    adviceByCode[code] ??
    adviceByStatus[status] ??
    'Try again. If it stays, quote the request id to whoever runs the service.'
  );
}
