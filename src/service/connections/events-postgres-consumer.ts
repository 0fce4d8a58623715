import { once } from 'node:events';
import pg from 'pg';
import type { Consumer, Consumption, Page, ReadQuery } from './events.ts';
import { connectionSettings, type Postgres } from './postgres.ts';
import type { Wakes } from './wakes-postgres.ts';

type Log = {
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  readonly shard: number;
  readonly wakes: Wakes;
  read(query: ReadQuery): Promise<Page>;
};

/** Milliseconds between looks when nobody wakes: for lost wakes, and for members that stand by. */
const betweenLooks = 500;

/** Events handed over at once. */
const batchSize = 2_000;

/**
 * One member of a group. It is standing by until it gets the group's lock, then leads until it stops or its
 * connection is lost; while it leads it reads, hands over, and moves the group's position, in this order.
 * The lock is a session's advisory lock: held without a transaction, it holds back no other reader.
 */
export function consumeGroup(log: Log, consumption: Consumption): Consumer {
  const stopping = new AbortController();
  const done = run(log, consumption, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function run(log: Log, consumption: Consumption, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client(connectionSettings(log.databaseUrl, `midcoast-${consumption.group}`));
    let lost = false;
    client.on('error', () => undefined);
    client.on('end', () => {
      lost = true;
    });
    try {
      await client.connect();
      while (!signal.aborted && !lost) {
        const handled = (await leads(client, consumption.group)) && (await turn(log, client, consumption));
        if (!handled) await nextLook(log.wakes, signal);
      }
    } catch {
      await nextLook(log.wakes, signal); // The database or the handler failed; the position has not moved.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function leads(client: pg.Client, group: string): Promise<boolean> {
  const { rows } = await client.query<{ leads: boolean }>(
    `select case when exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())
            then true else pg_try_advisory_lock(hashtextextended($1, 0)) end as leads`,
    [`midcoast:${group}`],
  );
  return rows[0]?.leads === true;
}

/** Handles one batch; answers whether there was anything. */
async function turn(log: Log, client: pg.Client, consumption: Consumption): Promise<boolean> {
  const { group, types, handle } = consumption;
  const { rows } = await client.query<{ position: string }>(
    `insert into consumer_positions (consumer_group) values ($1)
     on conflict (consumer_group) do update set consumer_group = excluded.consumer_group returning position`,
    [group],
  );
  const before = BigInt(rows[0]?.position ?? '0');
  const page = await log.read({ after: { shard: log.shard, n: before }, limit: batchSize });
  const batch = page.events.filter((event) => types.includes(event.type));
  if (batch.length > 0) await handle(batch);
  if (page.events.length === 0) return false;
  const moved = await client.query(
    'update consumer_positions set position = $3, handled_at = now() where consumer_group = $1 and position = $2',
    [group, before, page.next.n],
  );
  if (moved.rowCount === 0) throw new Error(`another member moved the position of ${group}`);
  return true;
}

async function nextLook(wakes: Wakes, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const woken = new EventTarget();
  const stop = wakes.onWake(() => woken.dispatchEvent(new Event('wake')));
  const timer = setTimeout(() => woken.dispatchEvent(new Event('wake')), betweenLooks);
  await once(woken, 'wake', { signal }).catch(() => undefined);
  clearTimeout(timer);
  stop();
}
