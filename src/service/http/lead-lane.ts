import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../connections/log.ts';
import type { Metrics } from '../connections/metrics.ts';
import type { LabelsOf } from '../contract.ts';
import { leadLimits } from '../leads/lead-input.ts';
import { orderedId } from '../leads/ordered-id.ts';
import { postLead } from './api/lead-api.ts';
import type { Caller, Doorkeeper } from './caller.ts';
import { parseJson } from './json-body.ts';
import type { LeadDoor } from './lead-door.ts';
import { problemOf, refusalOf } from './problem.ts';
import type { Readiness } from './routes/health-routes.ts';
import { securityHeaders } from './security-headers.ts';
import type { Lane } from './server.ts';

export type LeadLaneParts = {
  readonly door: LeadDoor;
  readonly doorkeeper: Doorkeeper;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
};

/**
 * The short way of `POST /v1/leads`, where a platform of leads spends its days: from Node's own request to the
 * door and back, without what Fastify and its hooks cost. It takes only what it is sure of: a key that was
 * let in within the last seconds and may give leads, a JSON body of a known and allowed length, headers in
 * their usual form. All else goes the way of every route, where refusals are worded. Both ways end at the same
 * door and give the same answers (`lead-lane.test.ts` holds them together).
 */
export function leadLane({ door, doorkeeper, log, metrics, readiness }: LeadLaneParts): Lane {
  const answer = (
    request: LaneRequest,
    status: number,
    body: Buffer | string,
    headers: readonly string[],
  ) => {
    const own = ['x-request-id', request.id, 'content-length', String(body.length)];
    if (readiness.stopping) own.push('connection', 'close'); // The next request belongs to another process.
    request.response.writeHead(status, [...commonHeaders, ...headers, ...own]);
    if (typeof body === 'string') request.response.end(body, 'latin1');
    else request.response.end(body);
    metrics.observe(
      'http_server_request_duration_seconds',
      labelsOf(status),
      (performance.now() - request.began) / 1000,
    );
  };
  const refuse = (request: LaneRequest, error: unknown) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal')
      log.error({ err: error, requestId: request.id, route: postLead.path }, 'a request failed');
    const problem = problemOf(refusal, request.id);
    const headers = ['content-type', 'application/problem+json', ...Object.entries(refusal.headers).flat()];
    answer(request, problem.status, Buffer.from(JSON.stringify(problem)), headers);
  };
  const take = async (request: LaneRequest, text: string) => {
    try {
      const lead = { value: parseJson(text), text };
      const { status, json } = await door.take(request.caller, lead, request.key);
      answer(request, status, json, jsonHeaders);
    } catch (error) {
      refuse(request, error);
    }
  };
  return (incoming, response) => {
    const { url, method } = incoming;
    if (url !== postLead.path || method !== postLead.method || readiness.stopping) return false;
    const headers = usualHeaders(incoming.rawHeaders);
    if (headers === undefined) return false;
    const { authorization, key } = headers;
    const caller = doorkeeper.known(authorization, postLead);
    if (caller === undefined) return false;
    const request = { id: orderedId(), began: performance.now(), caller, key, response };
    readText(incoming, (text) => void take(request, text));
    return true;
  };
}

type LaneRequest = {
  readonly id: string;
  /** By `performance.now()`. */
  readonly began: number;
  readonly caller: Caller;
  readonly key: string | undefined;
  readonly response: ServerResponse;
};

const commonHeaders = Object.entries(securityHeaders).flat();
const jsonHeaders = ['content-type', 'application/json; charset=utf-8'];

/** As the operation's schema has it. */
const keyShape = /^[\x21-\x7e]{1,255}$/;

type UsualHeaders = { authorization: string | undefined; key: string | undefined };

/**
 * What the request says of itself, where each of these is said once and in the usual form: a body of JSON, as long as
 * it says. Node itself refuses a length beside chunks. Read from the list as it came: making Node's object of it
 * costs as much as reading the body.
 */
function usualHeaders(raw: readonly string[]): UsualHeaders | undefined {
  const headers: UsualHeaders = { authorization: undefined, key: undefined };
  let [type, length]: (string | undefined)[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const value = raw[at + 1];
    switch (raw[at]?.toLowerCase() ?? '') {
      case 'authorization':
        if (headers.authorization !== undefined) return undefined;
        headers.authorization = value;
        break;
      case 'idempotency-key':
        if (headers.key !== undefined || !keyShape.test(value ?? '')) return undefined;
        headers.key = value;
        break;
      case 'content-type':
        if (type !== undefined) return undefined;
        type = value;
        break;
      case 'content-length':
        if (length !== undefined) return undefined;
        length = value;
        break;
    }
  }
  const bytes = Number(length);
  return type === 'application/json' && bytes > 0 && bytes <= leadLimits.bytes ? headers : undefined;
}

/** Gives the whole body; nothing where the client goes away before. */
function readText(incoming: IncomingMessage, give: (text: string) => void): void {
  let chunks: Buffer[] | undefined;
  let first: Buffer | undefined;
  incoming.on('data', (chunk: Buffer) => {
    if (first === undefined) first = chunk;
    else (chunks ??= [first]).push(chunk);
  });
  incoming.on('end', () => {
    const body = chunks === undefined ? first : Buffer.concat(chunks);
    give(body?.toString() ?? '');
  });
}

type Labels = LabelsOf<'http_server_request_duration_seconds'>;

const labels = new Map<number, Labels>();

function labelsOf(status: number): Labels {
  const before = labels.get(status);
  if (before !== undefined) return before;
  const made = {
    http_request_method: postLead.method,
    http_route: postLead.path,
    http_response_status_code: String(status),
  };
  labels.set(status, made);
  return made;
}
