import { eventTypes } from '../../contract.ts';
import type { Events } from '../../connections/events.ts';
import { parsePosition, type Position } from '../../connections/position.ts';
import { getEvents } from '../api/system-api.ts';
import { streamEvents } from '../event-stream.ts';
import type { LiveTail } from '../live-tail.ts';
import { Refusal } from '../problem.ts';
import { answeredItself, type Router } from '../routing.ts';
import { securityHeaders } from '../security-headers.ts';

/** `GET /v1/events`: live events, from any position on. */
export function eventRoutes(router: Router, events: Events, tail: LiveTail): void {
  router.on(getEvents, async ({ query, headers, caller, reply }) => {
    const after = await startOf(events, headers['last-event-id'] ?? query.after);
    const types = typesOf(query.types);
    await events.read({ account: caller.account, after, limit: 1 }); // Refuses a position that has expired.
    reply.hijack();
    reply.raw.writeHead(200, {
      ...securityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': reply.request.id,
      'x-accel-buffering': 'no',
    });
    await streamEvents(reply.raw, events, tail, { account: caller.account, after, types });
    return answeredItself;
  });
}

async function startOf(events: Events, given: string | undefined): Promise<Position> {
  if (given === undefined || given === '') return events.newest();
  const position = parsePosition(given);
  if (position !== undefined) return position;
  throw new Refusal('bad_request', 'the position is not one of ours', {
    errors: [
      { path: '/after', code: 'wrong_format', detail: 'a position as an event or an answer gave it, or 0.0' },
    ],
  });
}

function typesOf(given: string | undefined): ReadonlySet<string> | undefined {
  if (given === undefined) return undefined;
  const types = given.split(',').filter((type) => type !== '');
  const unknown = types.filter((type) => !(eventTypes as readonly string[]).includes(type));
  if (unknown.length === 0) return new Set(types);
  throw new Refusal('bad_request', 'there are no such types', {
    errors: unknown.map((type) => ({
      path: '/types',
      code: 'not_allowed',
      detail: `no type ${type.slice(0, 60)}`,
      allowed: eventTypes,
    })),
  });
}
