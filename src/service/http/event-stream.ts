import type { ServerResponse } from 'node:http';
import type { Event, Events } from '../connections/events.ts';
import { formatPosition, type Position } from '../connections/position.ts';
import type { LiveTail } from './live-tail.ts';

/** An event as the API shows it, framed for a stream of server-sent events. */
export function frameOf(event: Event): Buffer {
  const position = formatPosition(event.position);
  const data = JSON.stringify({
    position,
    id: event.id,
    type: event.type,
    time: event.time.toISOString(),
    subject: event.subject,
    data: event.data,
  });
  return Buffer.from(`id: ${position}\nevent: ${event.type}\ndata: ${data}\n\n`);
}

type Stream = {
  readonly account: string;
  readonly after: Position;
  readonly types: ReadonlySet<string> | undefined;
};

/** Bytes that a client may leave unread before it is cut off; it resumes where it was. */
const mostUnread = 1024 * 1024;

/** Milliseconds between two signs of life. */
const betweenHeartbeatsMs = 10_000;

/** Milliseconds after which a client that was cut off should come again. */
const comeAgainAfter = 1_000;

/** Events held for a stream that is still catching up. */
const mostHeld = 5_000;

/** Events read at once while catching up. */
const pageSize = 500;

/**
 * Streams an account's events from a position on, without loss and without repeats: it follows the tail
 * first, then catches up from the log, then hands on what came meanwhile. Resolves when the client is gone.
 */
export async function streamEvents(
  response: ServerResponse,
  events: Events,
  tail: LiveTail,
  stream: Stream,
): Promise<void> {
  if (response.destroyed) return; // The client left while its position was looked up.
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  let sent = stream.after.n;
  let caughtUp = false;
  let meanwhile: [Event, Buffer][] = [];
  let tooMany = false;
  const send = (event: Event, frame: Buffer) => {
    if (event.position.n <= sent) return;
    sent = event.position.n;
    if (stream.types !== undefined && !stream.types.has(event.type)) return;
    if (response.writableLength > mostUnread) response.destroy();
    else response.write(frame);
  };
  response.write(`retry: ${comeAgainAfter}\n\n`);
  const deliver = (event: Event, frame: Buffer) => {
    if (caughtUp) send(event, frame);
    else if (meanwhile.length < mostHeld) meanwhile.push([event, frame]);
    else tooMany = true;
  };
  let unfollow: (() => void) | undefined;
  const heartbeat = setInterval(() => response.write(': still here\n\n'), betweenHeartbeatsMs).unref();
  try {
    unfollow = await tail.follow({ account: stream.account, deliver, end: () => response.end() });
    while (!caughtUp) {
      tooMany = false;
      meanwhile = [];
      await catchUp(response, events, { ...stream, after: { ...stream.after, n: sent } }, send);
      caughtUp = !tooMany; // Else more came meanwhile than was held: they are in the log.
    }
    for (const [event, frame] of meanwhile) send(event, frame);
    meanwhile = [];
    await gone;
  } catch {
    response.destroy(); // The log cannot be read now; the client comes again.
  } finally {
    clearInterval(heartbeat);
    unfollow?.();
  }
}

async function catchUp(
  response: ServerResponse,
  events: Events,
  stream: Stream,
  send: (event: Event, frame: Buffer) => void,
): Promise<void> {
  let after = stream.after;
  for (let end = false; !end && !response.destroyed;) {
    const page = await events.read({ account: stream.account, after, limit: pageSize });
    for (const event of page.events) send(event, frameOf(event));
    if (response.writableNeedDrain) await drained(response);
    after = page.next;
    end = page.end;
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
