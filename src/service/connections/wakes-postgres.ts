import { EventEmitter } from 'node:events';
import pg from 'pg';
import { connectionSettings, type Postgres } from './postgres.ts';

/** Says across processes that something was committed. Lost wakes cost time, never events. */
export type Wakes = {
  wake(): void;
  onWake(listener: () => void): () => void;
  close(): Promise<void>;
};

const channel = 'midcoast_events';

/** Milliseconds between two notifications: NOTIFY takes one lock of the whole server at commit. */
const betweenNotifications = 50;

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
  const notify = () => {
    notification = undefined;
    postgres.pool.query({ name: 'wake', text: `select pg_notify('${channel}', '')` }).catch(() => undefined);
  };
  return {
    wake: () => {
      notification ??= setTimeout(notify, betweenNotifications).unref();
      if (emitting) return;
      emitting = true;
      setImmediate(emit);
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

async function listen(databaseUrl: string, heard: () => void): Promise<{ close(): Promise<void> }> {
  let client: pg.Client | undefined;
  let closed = false;
  let reopening: NodeJS.Timeout | undefined;
  const open = async () => {
    const next = new pg.Client(connectionSettings(databaseUrl, 'midcoast-listen'));
    next.on('error', () => undefined); // Followed by `end`.
    next.on('end', () => {
      if (!closed) reopening = setTimeout(() => void open().catch(() => undefined), reopenAfter).unref();
    });
    next.on('notification', heard);
    await next.connect();
    await next.query(`listen ${channel}`);
    client = next;
    heard(); // Whatever was missed meanwhile.
  };
  await open();
  return {
    close: async () => {
      closed = true;
      clearTimeout(reopening);
      await client?.end().catch(() => undefined);
    },
  };
}
