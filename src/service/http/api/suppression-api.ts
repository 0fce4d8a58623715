import { Type, type Static } from 'typebox';
import { suppressionReasons } from '../../leads/suppression-reason.ts';
import { Id, IdParams, Time, listOf, nullable, pageQuery } from './fields.ts';
import { ContactKind } from './lead-api.ts';
import { operation } from './operation.ts';

const tag = 'Suppressions';

const Hash = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Keyed hash, as the list shows it' });

export const SuppressionView = Type.Object({
  id: Id,
  kind: ContactKind,
  hash: Hash,
  reason: Type.Enum(suppressionReasons),
  until: nullable(Time),
  createdAt: Time,
});

export type SuppressionView = Static<typeof SuppressionView>;

const rest = { reason: Type.Enum(suppressionReasons), until: Type.Optional(nullable(Time)) };

export const listSuppressions = operation({
  method: 'GET',
  path: '/v1/suppressions',
  tag,
  summary: 'Suppressions, newest first',
  permission: 'suppressions:read',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(SuppressionView) },
  problems: [400],
});

export const postSuppression = operation({
  method: 'POST',
  path: '/v1/suppressions',
  tag,
  summary: 'Take no more leads with this contact; the same one again replaces its reason and end',
  permission: 'suppressions:write',
  body: Type.Union([
    Type.Object(
      { kind: ContactKind, value: Type.String({ minLength: 3, maxLength: 320 }), ...rest },
      { additionalProperties: false },
    ),
    Type.Object({ kind: ContactKind, hash: Hash, ...rest }, { additionalProperties: false }),
  ]),
  answers: { 201: SuppressionView },
  problems: [400, 413, 415, 422],
});

export const deleteSuppression = operation({
  method: 'DELETE',
  path: '/v1/suppressions/{id}',
  tag,
  summary: 'Lift a suppression',
  permission: 'suppressions:write',
  params: IdParams,
  answers: { 204: null },
  problems: [400, 404],
});
