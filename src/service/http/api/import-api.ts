import { Type, type Static } from 'typebox';
import { Count, Id, IdParams, Time, listOf, nullable, pageQuery } from './fields.ts';
import { operation } from './operation.ts';

const tag = 'Imports';

export const ImportView = Type.Object({
  id: Id,
  name: nullable(Type.String()),
  source: nullable(Type.String({ description: 'Source of every row; null: the file’s own column' })),
  status: Type.Enum(['running', 'finished', 'interrupted', 'failed']),
  startedAt: Time,
  finishedAt: nullable(Time),
  bytes: Count,
  rows: Count,
  accepted: Count,
  duplicate: Count,
  suppressed: Count,
  rejected: Count,
  unreadable: Count,
  mapping: Type.Array(Type.Object({ column: Type.String(), field: nullable(Type.String()) })),
  failure: nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
});

export type ImportView = Static<typeof ImportView>;

export const postImport = operation({
  method: 'POST',
  path: '/v1/imports',
  tag,
  summary: 'Give leads in bulk; answered when every row is decided',
  permission: 'imports:write',
  headers: Type.Object({
    'idempotency-key': Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        pattern: '^[\\x21-\\x7e]+$',
        description: 'The same key again goes on with an import that was cut off',
      }),
    ),
  }),
  query: Type.Object({
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' })),
    map: Type.Optional(
      Type.String({ maxLength: 8_000, description: 'JSON object: column → field, or «-» to leave it out' }),
    ),
  }),
  streamedBody: ['text/csv', 'application/x-ndjson'],
  answers: { 202: ImportView },
  problems: [400, 409, 413, 415, 422],
});

export const listImports = operation({
  method: 'GET',
  path: '/v1/imports',
  tag,
  summary: 'Imports, newest first',
  permission: 'imports:read',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(ImportView) },
  problems: [400],
});

export const getImport = operation({
  method: 'GET',
  path: '/v1/imports/{id}',
  tag,
  summary: 'One import and its counts',
  permission: 'imports:read',
  params: IdParams,
  answers: { 200: ImportView },
  problems: [400, 404],
});

export const getVerdicts = operation({
  method: 'GET',
  path: '/v1/imports/{id}/verdicts.csv',
  tag,
  summary: 'A verdict a row: row,verdict,id,duplicateOf,code,field,detail',
  permission: 'imports:read',
  params: IdParams,
  answers: { 200: Type.String() },
  answerType: 'text/csv',
  problems: [400, 404],
});
