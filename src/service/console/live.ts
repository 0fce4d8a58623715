import { computed, effect, signal } from '@preact/signals';
import type { EventView } from '../http/api/lead-api.ts';
import { call } from './client.ts';
import { followEvents, type EventStream, type StreamState } from './event-stream.ts';
import { may, onSessionEnd, session } from './session.ts';

/** The one stream of live events of this tab, and whether the reader has paused it. */
export const streamState = signal<StreamState>({ is: 'connecting' });
export const paused = signal(false);

/** Ticks every second while something has to be said in seconds. */
export const clock = signal(Date.now());

/** True while what is shown may be older than it looks. */
export const behind = computed(() => !['live', 'connecting'].includes(streamState.value.is));

/** Milliseconds that a tab may go unseen before it lets its stream go. */
const unseenMs = 60_000;

type Listener = {
  readonly event?: (event: EventView) => void;
  /** The stream is open again, or events were missed: ask anew. */
  readonly renew?: () => void;
};

const listeners = new Set<Listener>();
let stream: EventStream | null = null;

/** Holds everything that moves, or lets it move again and brings it up to date. */
export function togglePause(): void {
  paused.value = !paused.value;
  if (!paused.value) renewAll();
}

/** Listens until the returned function is called. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Follows the stream for as long as somebody is signed in who may see it. */
export function startLive(): void {
  effect(() => {
    const allowed = session.value !== null && may('events:read');
    if (allowed && stream === null) stream = open();
    if (!allowed) stop();
  });
  onSessionEnd(() => {
    stop();
    paused.value = false;
  });
  addEventListener('focus', () => stream?.wake());
  addEventListener('online', () => stream?.renew());
  let leaving: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(() => stream?.sleep(), unseenMs);
    else stream?.wake();
  });
  addEventListener('offline', () => {
    streamState.value = { is: 'offline', since: Date.now() };
  });
  setInterval(() => {
    if (!document.hidden) clock.value = Date.now();
  }, 1_000);
}

function open(): EventStream {
  return followEvents({
    connect: (after, signal) =>
      fetch('/v1/events', {
        signal,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: { accept: 'text/event-stream', ...(after === null ? {} : { 'last-event-id': after }) },
      }),
    online: () => navigator.onLine,
    onState: (state) => {
      if (state.is !== 'live' || streamState.peek().is !== 'live') streamState.value = state;
      // Asking who is signed in leads to the sign-in page when nobody is any more.
      if (state.is === 'ended' && state.status === 401) void call('GET /v1/session').catch(() => undefined);
    },
    onEvent: (event) => listeners.forEach((each) => each.event?.(event)),
    onOpen: renewAll,
    onGap: renewAll,
  });
}

function renewAll(): void {
  listeners.forEach((each) => each.renew?.());
}

function stop(): void {
  stream?.stop();
  stream = null;
}
