import { STATUS_CODES, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Log } from '../connections/log.ts';
import type { Metrics } from '../connections/metrics.ts';
import { loadBalancers } from '../contract.ts';
import { orderedId } from '../leads/ordered-id.ts';
import { readJsonBodies } from './json-body.ts';
import { allowedMethods } from './method-table.ts';
import { problemOf, Refusal, refusalOf } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** Limits of a request, whatever it asks. Streams of imports have their own. */
export const requestLimits = {
  bodyBytes: 1024 * 1024,
  pathBytes: 200,
  headSeconds: 10,
  keepAliveSeconds: 75,
} as const;

export type ServerOptions = {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Sidecar, gateway and load balancer stand before us; none on a machine of one's own. */
  readonly behindProxy: boolean;
};

/** Fastify as all servers of ours have it: problem documents, request ids, limits, headers, times. */
export async function openServer({ log, metrics, behindProxy }: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: orderedId,
    bodyLimit: requestLimits.bodyBytes,
    keepAliveTimeout: requestLimits.keepAliveSeconds * 1000,
    requestTimeout: 0, // Imports run as long as they are fed; the head has a limit of its own.
    connectionTimeout: 0,
    exposeHeadRoutes: false,
    trustProxy: behindProxy ? isOurProxy : false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: requestLimits.pathBytes },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => answerProblem(error, request.id, reply as never),
  });
  app.server.headersTimeout = requestLimits.headSeconds * 1000;
  app.decorateRequest('caller', undefined);
  await app.register(fastifyCookie);
  readJsonBodies(app);
  // With callbacks: an async hook would cost every request two more turns of the event loop's queue.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const labels = {
      http_request_method: request.method,
      http_route: request.routeOptions.url ?? 'none',
      http_response_status_code: String(reply.statusCode),
    };
    metrics.observe('http_server_request_duration_seconds', labels, reply.elapsedTime / 1000);
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = methodRefusal(request) ?? refusalOf(error);
    if (refusal.code === 'internal')
      log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed');
    answerProblem(refusal, request.id, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const refusal =
      methodRefusal(request) ?? new Refusal('not_found', 'no such path; /openapi.json lists them');
    answerProblem(refusal, request.id, reply);
  });
  return app;
}

/**
 * Whether an address on the way of a request, counted from ours, is a proxy of ours: the sidecar on loopback, then each
 * load balancer, as the gateway wrote it down. The next is who asked, whatever a client wrote before.
 */
function isOurProxy(address: string, place: number): boolean {
  return place === 0 ? address.startsWith('127.') : place <= loadBalancers;
}

/** Answers a request itself, or leaves it: false. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Shows each request to `lane` first; what it leaves goes through Fastify. Called once, before it listens. */
export function letFirst(app: FastifyInstance, lane: Lane): void {
  const rest = app.server.listeners('request') as RequestListener[];
  app.server.removeAllListeners('request');
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (lane(request, response)) return;
    for (const listener of rest) listener(request, response);
  });
}

/** Where the path is known and the method is not: said even of methods that Fastify refuses for other reasons. */
function methodRefusal({
  url,
  method,
}: {
  readonly url: string;
  readonly method: string;
}): Refusal | undefined {
  const methods = allowedMethods(url);
  if (methods.length === 0 || methods.includes(method)) return undefined;
  const allow = methods.join(', ');
  return new Refusal('method_not_allowed', `here you can ${allow}`, { headers: { allow } });
}

/** What is no HTTP, or has too large a head, comes before any request of Fastify. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'head_too_large' : 'bad_request';
  const problem = problemOf(new Refusal(code, 'the head of the request cannot be read'), orderedId());
  const body = JSON.stringify(problem);
  const head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

type Reply = {
  code(status: number): Reply;
  headers(values: Record<string, string>): Reply;
  type(type: string): Reply;
  send(body: Buffer): unknown;
};

function answerProblem(error: unknown, requestId: string, reply: Reply): void {
  const refusal = refusalOf(error);
  const problem = problemOf(refusal, requestId);
  reply
    .code(problem.status)
    .headers({ ...refusal.headers })
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(problem))); // As bytes, so that no charset is added: RFC 9457 knows none.
}
