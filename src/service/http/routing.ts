import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from './api/operation.ts';
import type { AnswerOf, ValueOf } from './api/api.ts';
import type { Caller, Doorkeeper } from './caller.ts';
import { Refusal } from './problem.ts';
import { validationOf, type Validation } from './validation.ts';

/** A request to an operation, checked. */
export type Call<O extends Operation> = {
  readonly params: ValueOf<O['params']>;
  readonly query: ValueOf<O['query']>;
  readonly headers: ValueOf<O['headers']>;
  readonly body: ValueOf<O['body']>;
  /** Absent where anybody may ask. */
  readonly caller: O['permission'] extends 'none' ? undefined : Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** Given back by a handler that answers the request itself. */
export const answeredItself = Symbol('answered');

/**
 * What a handler gives back: the body of the answer. Its status is the operation's; where that declares
 * several, the handler sets it on the reply.
 */
export type Handler<O extends Operation> = (call: Call<O>) => Promise<AnswerOf<O> | typeof answeredItself>;

export type Router = {
  on<const O extends Operation>(operation: O, handler: Handler<O>, options?: RouteOptions): void;
};

export type RouteOptions = {
  /** Bytes of a body. */
  readonly bodyLimit?: number;
  /** The handler checks the body by the operation's schema itself. */
  readonly checksBody?: boolean;
};

/** Registers operations on Fastify: admission first, then the checks, then the handler. */
export function routerOn(app: FastifyInstance, door: Doorkeeper): Router {
  return {
    on: (operation, handler, options = {}) => {
      const validation = validationOf(operation);
      const status = Number(Object.keys(operation.answers)[0]);
      app.route({
        method: operation.method,
        url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
        ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
        // Before the body is read: a stranger's is not worth the work.
        onRequest: async (request) => {
          if (operation.permission !== 'none') request.caller = await door.admit(request, operation);
        },
        handler: async (request, reply) => {
          const call = callOf(operation, validation, options, request, reply);
          const body: unknown = await handler(call as never);
          return body === answeredItself ? reply : send(operation, status, body, reply);
        },
      });
    },
  };
}

function callOf(
  operation: Operation,
  check: Validation,
  options: RouteOptions,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (operation.streamedBody !== undefined) holdToMediaType(operation.streamedBody, request);
  if (operation.body !== undefined) holdToJson(request);
  return {
    params: check.params(request.params),
    query: check.query(request.query),
    headers: check.headers(request.headers),
    body:
      options.checksBody === true || operation.body === undefined ? request.body : check.body(request.body),
    caller: request.caller,
    request,
    reply,
  };
}

function holdToJson(request: FastifyRequest): void {
  if (request.body === undefined) throw new Refusal('bad_json', 'the body is empty');
  holdToMediaType(['application/json'], request);
}

function holdToMediaType(allowed: readonly string[], request: FastifyRequest): void {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!allowed.includes(type)) {
    throw new Refusal('unsupported_media_type', `the body must be ${allowed.join(' or ')}`);
  }
}

function send(operation: Operation, status: number, body: unknown, reply: FastifyReply) {
  if (reply.statusCode === 200) reply.code(status);
  if (body === undefined) return reply.send();
  if (operation.answerType !== undefined)
    return reply.type(`${operation.answerType}; charset=utf-8`).send(body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the handler runs, where the operation asks for a caller. */
    caller: Caller | undefined;
  }
}
