import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { operations } from './api/api.ts';
import type { Operation } from './api/operation.ts';
import { Problem } from './api/problem-api.ts';
import { problemCodes } from './problem-codes.ts';

/** Problems that every operation may answer, by what it asks for. */
const problemsOfAll = [400, 431, 500, 503] as const;
const problemsOfAdmitted = [401, 403, 429] as const;

/**
 * The OpenAPI 3.1 document, made from the operations that the router registers and the schemas that requests
 * are checked by.
 */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations as readonly Operation[]) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationObject(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Midcoast',
      version: versionOfService(),
      description: 'Leads in, decided exactly once. Problems are RFC 9457 documents with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-midcoast',
          description: 'The console’s session',
        },
      },
      schemas: { Problem },
    },
  };
}

/** Version of the package that this code is part of. */
export function versionOfService(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function operationObject(operation: Operation): object {
  const body = requestBody(operation);
  return {
    operationId: idOf(operation),
    summary: operation.summary,
    tags: [operation.tag],
    ...(operation.permission === 'none' ? { security: [] } : { security: securityOf(operation) }),
    parameters: [
      ...parametersOf('path', operation.params),
      ...parametersOf('query', operation.query),
      ...parametersOf('header', operation.headers),
    ],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...answersOf(operation), ...problemsOf(operation) },
  };
}

function securityOf(operation: Operation): object[] {
  return operation.permission === 'session' ? [{ session: [] }] : [{ apiKey: [] }, { session: [] }];
}

function idOf({ method, path }: Operation): string {
  const words = path.split(/[/.{}-]+/).filter((word) => word !== '' && word !== 'v1');
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

function parametersOf(place: 'path' | 'query' | 'header', schema: TSchema | undefined): object[] {
  if (schema === undefined) return [];
  const { properties, required = [] } = schema as unknown as {
    properties: Record<string, TSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
  }));
}

function requestBody(operation: Operation): object | undefined {
  if (operation.streamedBody !== undefined) {
    const content = operation.streamedBody.map((type) => [type, { schema: { type: 'string' } }]);
    return { required: true, content: Object.fromEntries(content) };
  }
  if (operation.body === undefined) return undefined;
  return { required: true, content: { 'application/json': { schema: operation.body } } };
}

function answersOf(operation: Operation): Record<string, object> {
  const type = operation.answerType ?? 'application/json';
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, schema]) => [
      status,
      schema === null ? { description: 'Done' } : { description: 'Done', content: { [type]: { schema } } },
    ]),
  );
}

function problemsOf(operation: Operation): Record<string, object> {
  const admitted = operation.permission === 'none' ? [] : problemsOfAdmitted;
  const statuses = new Set([...problemsOfAll, ...admitted, ...(operation.problems ?? [])]);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...statuses]
      .toSorted((a, b) => a - b)
      .map((status) => [String(status), { description: codesOf(status), content }]),
  );
}

function codesOf(status: number): string {
  const codes = Object.entries(problemCodes).filter(([, kind]) => kind.status === status);
  return codes.map(([code]) => `\`${code}\``).join(', ');
}
