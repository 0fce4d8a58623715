import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openBell, type Bell } from './bell.ts';
import type { Consumer, Consumption, Page, ReadQuery } from './events.ts';
import { connectionSettings } from './postgres.ts';

export type ConsumedLog = {
  readonly databaseUrl: string;
  readonly shard: number;
  /** Milliseconds between looks when nobody wakes: for lost wakes, and for members that stand by. */
  readonly betweenLooks: number;
  onWake(listener: () => void): () => void;
  read(query: ReadQuery): Promise<Page>;
};

/** Events handed over at once. */
const batchSize = 2_000;

/** Milliseconds from one turn to the next of a member that keeps up: under load events come in batches. */
const betweenTurnsMs = 100;

/** Milliseconds to wait after the first failure in a row, doubled with each further one, and the longest. */
const afterFailureMs = { first: 250, most: 10_000 } as const;

/**
 * One member of a group. It stands by until it gets the group's lock, then leads until it stops, fails or
 * loses its connection: it reads, hands over, and moves the group's position, in this order. After a failure
 * it gives the lock back, so that another may try, and stands by again.
 *
 * The lock is a session's advisory lock: held without a transaction, it holds back no other reader.
 */
export function consumeGroup(log: ConsumedLog, consumption: Consumption): Consumer {
  const stopping = new AbortController();
  const done = stayMember(log, consumption, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function stayMember(log: ConsumedLog, consumption: Consumption, signal: AbortSignal): Promise<void> {
  const bell = openBell((listener) => log.onWake(listener), signal);
  let failures = 0;
  const turned = () => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      await serve(log, consumption, bell, signal, turned);
    } catch (error) {
      consumption.failed?.(error);
      const pause = Math.min(afterFailureMs.first * 2 ** failures, afterFailureMs.most);
      failures += 1;
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }
  bell.close();
}

/** Stands by and leads on one connection. Returns when it is to stop; throws when it can no longer lead. */
async function serve(
  log: ConsumedLog,
  consumption: Consumption,
  bell: Bell,
  signal: AbortSignal,
  turned: () => void,
): Promise<void> {
  const client = new pg.Client(connectionSettings(log.databaseUrl, `midcoast-${consumption.group}`));
  client.on('error', () => undefined); // Said by the query that meets it.
  try {
    await client.connect();
    while (!signal.aborted && !(await takeLead(client, consumption.group))) {
      await wait(log.betweenLooks, undefined, { signal }).catch(() => undefined);
    }
    while (!signal.aborted) {
      const began = performance.now();
      const keptUp = await turn(log, client, consumption);
      turned();
      if (!keptUp) continue;
      await wait(Math.max(0, betweenTurnsMs - (performance.now() - began)), undefined, { signal }).catch(
        () => undefined,
      );
      await bell.rings(log.betweenLooks);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function takeLead(client: pg.Client, group: string): Promise<boolean> {
  const { rows } = await client.query<{ leads: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as leads',
    [`midcoast:${group}`],
  );
  return rows[0]?.leads === true;
}

/** Handles one batch; answers whether the end of the log was reached. */
async function turn(log: ConsumedLog, client: pg.Client, consumption: Consumption): Promise<boolean> {
  const { group, types, handle } = consumption;
  const before = await positionOf(client, group);
  const page = await log.read({ after: { shard: log.shard, n: before }, limit: batchSize });
  if (page.events.length === 0) return true;
  const batch = page.events.filter((event) => types.includes(event.type));
  if (batch.length > 0) await handle(batch);
  const moved = await client.query(
    'update consumer_positions set position = $3, handled_at = now() where consumer_group = $1 and position = $2',
    [group, before, page.next.n],
  );
  if (moved.rowCount === 0) throw new Error(`another member moved the position of ${group}`);
  return page.end;
}

async function positionOf(client: pg.Client, group: string): Promise<bigint> {
  const select = {
    name: 'position',
    text: 'select position from consumer_positions where consumer_group = $1',
    values: [group],
  };
  const found = await client.query<{ position: string }>(select);
  if (found.rows[0] !== undefined) return BigInt(found.rows[0].position);
  await client.query('insert into consumer_positions (consumer_group) values ($1) on conflict do nothing', [
    group,
  ]);
  return 0n;
}
