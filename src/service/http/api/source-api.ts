import { Type, type Static } from 'typebox';
import { leaderboardMeasures, leaderboardWindows } from '../../leads/leaderboard-window.ts';
import { Count, Id, IdParams, Time, listOf, nullable, pageQuery } from './fields.ts';
import { operation } from './operation.ts';

const tag = 'Sources';

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });

/** A source comes to be with its first lead, or by this API. Its counts trail the log by moments. */
export const SourceView = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Time,
  accepted: Count,
  duplicate: Count,
  suppressed: Count,
  lastLeadAt: nullable(Time),
});

export type SourceView = Static<typeof SourceView>;

export const listSources = operation({
  method: 'GET',
  path: '/v1/sources',
  tag,
  summary: 'Sources by name',
  permission: 'sources:read',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(SourceView) },
  problems: [400],
});

export const postSource = operation({
  method: 'POST',
  path: '/v1/sources',
  tag,
  summary: 'Make a source',
  permission: 'sources:write',
  body: Type.Object({ name: Name }, { additionalProperties: false }),
  answers: { 201: SourceView },
  problems: [400, 409, 413, 415, 422],
});

export const getSource = operation({
  method: 'GET',
  path: '/v1/sources/{id}',
  tag,
  summary: 'One source',
  permission: 'sources:read',
  params: IdParams,
  answers: { 200: SourceView },
  problems: [400, 404],
});

export const patchSource = operation({
  method: 'PATCH',
  path: '/v1/sources/{id}',
  tag,
  summary: 'Rename a source',
  permission: 'sources:write',
  params: IdParams,
  body: Type.Object({ name: Name }, { additionalProperties: false }),
  answers: { 200: SourceView },
  problems: [400, 404, 409, 413, 415, 422],
});

export const LeaderboardView = Type.Object({
  window: Type.Enum(leaderboardWindows),
  by: Type.Enum(leaderboardMeasures),
  since: nullable(Time),
  items: Type.Array(
    Type.Object({
      rank: Type.Integer({ minimum: 1 }),
      sourceId: Id,
      source: Type.String(),
      accepted: Count,
      received: Count,
      quality: Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Points of accepted leads per lead received',
      }),
    }),
  ),
});

export type LeaderboardView = Static<typeof LeaderboardView>;

export const getLeaderboard = operation({
  method: 'GET',
  path: '/v1/leaderboard',
  tag,
  summary: 'Sources by accepted leads or by quality; hours and days in UTC',
  permission: 'leaderboard:read',
  query: Type.Object({
    window: Type.Optional(Type.Enum(leaderboardWindows, { default: 'day' })),
    by: Type.Optional(Type.Enum(leaderboardMeasures, { default: 'accepted' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  }),
  answers: { 200: LeaderboardView },
  problems: [400],
});
