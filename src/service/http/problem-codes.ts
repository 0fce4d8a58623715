/** A kind of refusal: stable in the API, described in docs/problems.md under the same heading. */
type ProblemKind = { readonly status: number; readonly title: string };

export const problemCodes = {
  bad_request: { status: 400, title: 'The request cannot be read' },
  bad_json: { status: 400, title: 'The body is not JSON' },
  not_signed_in: { status: 401, title: 'Who are you?' },
  wrong_sign_in: { status: 401, title: 'E-mail or password is wrong' },
  not_allowed: { status: 403, title: 'You may not do this' },
  csrf_token_wrong: { status: 403, title: 'The request did not come from the console' },
  no_session: { status: 403, title: 'This is for people who are signed in' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This cannot be done here' },
  idempotency_mismatch: { status: 409, title: 'The Idempotency-Key was used for another body' },
  idempotency_in_flight: { status: 409, title: 'The first request with this Idempotency-Key still runs' },
  already_exists: { status: 409, title: 'There is one already' },
  last_admin: { status: 409, title: 'An account needs an administrator' },
  position_expired: { status: 410, title: 'The log no longer reaches back to this position' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of a type that is not read here' },
  invalid: { status: 422, title: 'The body is not valid' },
  too_many_sources: { status: 422, title: 'The account has too many sources' },
  head_too_large: { status: 431, title: 'The head of the request is too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  throttled: { status: 429, title: 'Too many wrong attempts' },
  internal: { status: 500, title: 'This is our mistake' },
  overloaded: { status: 503, title: 'More leads wait than can be taken' },
  database_unreachable: { status: 503, title: 'The database does not answer' },
  database_full: { status: 503, title: 'The database’s disk is full' },
  stopping: { status: 503, title: 'This process is stopping' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemCodes;
