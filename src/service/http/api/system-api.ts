import { Type, type Static } from 'typebox';
import { consumerGroups, eventTypes } from '../../contract.ts';
import { Count, Position, Time, nullable } from './fields.ts';
import { operation } from './operation.ts';

export const getEvents = operation({
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Live events as server-sent events: `id` the position, `event` the type, `data` the event',
  permission: 'events:read',
  headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 40 })) }),
  query: Type.Object({
    after: Type.Optional(
      Type.String({
        maxLength: 40,
        description: 'Position to go on from; absent: from now; `0.0`: from the start',
      }),
    ),
    types: Type.Optional(
      Type.String({
        maxLength: 400,
        description: `Types to send, with commas between: ${eventTypes.join(', ')}`,
      }),
    ),
  }),
  answers: { 200: Type.String() },
  answerType: 'text/event-stream',
  problems: [400, 410],
});

export const SystemView = Type.Object({
  version: Type.String(),
  commit: Type.String(),
  environment: Type.String(),
  startedAt: Time,
  now: Time,
  position: Position,
  parts: Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.Enum(['good', 'attention', 'bad']),
      detail: Type.String(),
    }),
  ),
  readers: Type.Array(
    Type.Object({
      group: Type.Enum(consumerGroups),
      position: Position,
      lagEvents: Count,
      lagSeconds: Type.Number({ minimum: 0 }),
    }),
  ),
  pools: Type.Array(
    Type.Object({ name: Type.String(), size: Count, busy: Count, idle: Count, waiting: Count }),
  ),
  recoveryProvedAt: nullable(Time),
});

export type SystemView = Static<typeof SystemView>;

export const getSystem = operation({
  method: 'GET',
  path: '/v1/system',
  tag: 'System',
  summary: 'Positions, lags, pools and health',
  permission: 'system:read',
  answers: { 200: SystemView },
});

export const getVersion = operation({
  method: 'GET',
  path: '/v1/version',
  tag: 'System',
  summary: 'What runs here',
  permission: 'none',
  answers: {
    200: Type.Object({ version: Type.String(), commit: Type.String(), environment: Type.String() }),
  },
});

const Alive = Type.Object({ status: Type.Literal('ok') });

export const getLivez = operation({
  method: 'GET',
  path: '/livez',
  tag: 'System',
  summary: 'Whether the process is alive',
  permission: 'none',
  answers: { 200: Alive },
});

export const getReadyz = operation({
  method: 'GET',
  path: '/readyz',
  tag: 'System',
  summary: 'Whether leads can be taken now',
  permission: 'none',
  answers: { 200: Alive },
  problems: [503],
});
