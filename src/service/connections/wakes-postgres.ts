import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { connectionSettings, type Postgres } from './postgres.ts';

/** Says across processes that something was committed. Lost wakes cost time, never events. */
export type Wakes = {
  /** Wakes everybody, in every process. */
  wake(): void;
  /** Wakes those of this process. */
  wakeHere(): void;
  onWake(listener: () => void): () => void;
  close(): Promise<void>;
};

const channel = 'midcoast_events';

/** Milliseconds between two notifications: NOTIFY takes one lock of the whole server at commit. */
const betweenNotificationsMs = 50;

/** Milliseconds after which a lost listening connection is opened again. */
const reopenAfter = 1_000;

/** Wakes of this process at once, those of others through LISTEN and NOTIFY. */
export async function openWakes(postgres: Postgres, databaseUrl: string): Promise<Wakes> {
  const listeners = new EventEmitter().setMaxListeners(0);
  const listening = await listen(databaseUrl, () => listeners.emit('wake'));
  let notification: NodeJS.Timeout | undefined;
  let emitting = false;
  const emit = () => {
    emitting = false;
    listeners.emit('wake');
  };
  const wakeHere = () => {
    if (emitting) return;
    emitting = true;
    setImmediate(emit);
  };
  const notify = () => {
    notification = undefined;
    postgres.pool.query({ name: 'wake', text: `select pg_notify('${channel}', '')` }).catch(() => undefined);
  };
  return {
    wakeHere,
    wake: () => {
      notification ??= setTimeout(notify, betweenNotificationsMs).unref();
      wakeHere();
    },
    onWake: (listener) => {
      listeners.on('wake', listener);
      return () => listeners.off('wake', listener);
    },
    close: async () => {
      clearTimeout(notification);
      await listening.close();
    },
  };
}

/** Listens until it is closed, on a new connection whenever one is lost. Throws when the first cannot be had. */
async function listen(databaseUrl: string, heard: () => void): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController();
  const first = await openListener(databaseUrl, heard);
  const done = stayListening(first, () => openListener(databaseUrl, heard), closing.signal);
  return {
    close: async () => {
      closing.abort();
      await done;
    },
  };
}

type Listener = { readonly client: pg.Client; readonly ended: Promise<void> };

async function stayListening(
  first: Listener,
  reopen: () => Promise<Listener>,
  signal: AbortSignal,
): Promise<void> {
  const aborted = once(signal, 'abort');
  let listener: Listener | undefined = first;
  while (!signal.aborted) {
    if (listener === undefined) {
      await wait(reopenAfter, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) listener = await reopen().catch(() => undefined);
    } else {
      await Promise.race([listener.ended, aborted]);
      if (!signal.aborted) listener = undefined;
    }
  }
  await listener?.client.end().catch(() => undefined);
}

async function openListener(databaseUrl: string, heard: () => void): Promise<Listener> {
  const client = new pg.Client(connectionSettings(databaseUrl, 'midcoast-listen'));
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', () => undefined); // Followed by `end`.
  client.on('notification', heard);
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  heard(); // Whatever was missed meanwhile.
  return { client, ended };
}
