import pg from 'pg';
import { connectionSettings, databaseTrouble, type Transaction } from './postgres.ts';

/** A few connections of their own that pipeline: statements of a round trip share one packet. */
export type Flights = {
  /** Runs `work` on a free connection, waiting for one if all are at work. */
  fly<T>(work: (connection: Transaction) => Promise<T>): Promise<T>;
  readonly size: number;
  busy(): number;
  waiting(): number;
  close(): Promise<void>;
};

/** Plans are made once: planning for each batch would cost more than what it could save. */
const genericPlans = ' -c plan_cache_mode=force_generic_plan';

/** Opens `size` connections when they are first needed; a lost one is replaced at its next use. */
export function openFlights(databaseUrl: string, applicationName: string, size: number): Flights {
  // An empty slot stands for a connection that is yet to be opened.
  const free: (pg.Client | undefined)[] = Array.from({ length: size }, () => undefined);
  const queue: ((slot: pg.Client | undefined) => void)[] = [];
  const nextFree = () => new Promise<pg.Client | undefined>((resolve) => queue.push(resolve));
  const give = (slot: pg.Client | undefined) => {
    const next = queue.shift();
    if (next === undefined) free.push(slot);
    else next(slot);
  };
  const lost = new WeakSet<pg.Client>();
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      ...connectionSettings(databaseUrl, applicationName, genericPlans),
      pipeline: true,
    });
    client.on('error', () => lost.add(client));
    client.on('end', () => lost.add(client));
    await client.connect();
    return client;
  };
  return {
    size,
    busy: () => size - free.length,
    waiting: () => queue.length,
    fly: async (work) => {
      const slot = free.length > 0 ? free.pop() : await nextFree(); // In the same turn where one is free.
      let client = slot;
      try {
        if (client === undefined || lost.has(client)) client = await open();
        return await work(client);
      } catch (error) {
        // The client says so itself, but perhaps only after the query that met it.
        if (client !== undefined && databaseTrouble(error) === 'unreachable') {
          lost.add(client);
          void client.end().catch(() => undefined);
        }
        throw error;
      } finally {
        give(client === undefined || lost.has(client) ? undefined : client);
      }
    },
    close: async () => {
      await Promise.all(free.splice(0).map(async (client) => client?.end().catch(() => undefined)));
    },
  };
}
