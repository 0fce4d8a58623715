import type pg from 'pg';
import type { ConsumerGroup, EventType } from '../contract.ts';
import {
  PositionExpired,
  type Consumer,
  type Event,
  type Events,
  type Lag,
  type Page,
  type ReadQuery,
} from './events.ts';
import { consumeGroup } from './events-postgres-consumer.ts';
import { openImpatience } from './impatience.ts';
import { inTransaction, type Postgres, type Transaction } from './postgres.ts';
import type { Position } from './position.ts';
import { openWakes } from './wakes-postgres.ts';

/** Milliseconds between looks of a consumer that nobody wakes. */
const betweenLooks = 500;

/**
 * The event log read from the outbox itself. A reader sees only what is settled: rows of transactions
 * older than every one still open, so that a late commit can never appear below what was read.
 */
export async function postgresEvents(
  postgres: Postgres,
  databaseUrl: string,
  pace: { readonly betweenLooks: number } = { betweenLooks },
): Promise<Events> {
  const shard = await shardNumber(postgres);
  const wakes = await openWakes(postgres, databaseUrl);
  const impatience = openImpatience(wakes.wakeHere);
  const consumers = new Set<Consumer>();
  const position = (n: bigint): Position => ({ shard, n });
  const read = async (query: ReadQuery) => {
    const { page, settled, firstUnsettled } = await readPage(postgres, shard, query);
    impatience.read(settled, firstUnsettled);
    return page;
  };
  const { onWake } = wakes;
  return {
    read,
    newest: async () => position((await settledBefore(postgres.pool)) - 1n),
    wake: wakes.wake,
    onWake,
    consume: (consumption) => {
      const consumer = consumeGroup({ databaseUrl, shard, onWake, read, ...pace }, consumption);
      consumers.add(consumer);
      return consumer;
    },
    lags: () => readLags(postgres, shard),
    close: async () => {
      impatience.close();
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      await wakes.close();
    },
  };
}

async function shardNumber(postgres: Postgres): Promise<number> {
  const { rows } = await postgres.pool.query<{ number: number }>('select number from shard');
  return rows[0]?.number ?? 0;
}

async function settledBefore(on: Transaction | pg.Pool): Promise<bigint> {
  const { rows } = await on.query<{ settled: string }>({
    name: 'settled',
    text: 'select settled_position() as settled',
  });
  return BigInt(rows[0]?.settled ?? '0');
}

const columns = 'account_id, position, id, type, subject, data';

// Rows that are not yet settled come too, so that the reader knows to look again; they are not handed on.
const statements = {
  ofAccount: `select ${columns} from outbox
    where account_id = $1 and position > greatest($2, (select expired from shard)) order by position limit $3`,
  ofShard: `select ${columns} from outbox
    where position > greatest($1, (select expired from shard)) order by position limit $2`,
};

type Read = { readonly page: Page; readonly settled: bigint; readonly firstUnsettled: bigint | undefined };

async function readPage(postgres: Postgres, shard: number, query: ReadQuery): Promise<Read> {
  const { account, after, limit } = query;
  const scope = account === undefined ? { wholeShard: true as const } : { accounts: [account] };
  return inTransaction(postgres, scope, async (transaction) => {
    // The bound is taken before the rows are read: what settles in between waits for the next page.
    const settled = await settledBefore(transaction);
    const { rows } =
      account === undefined
        ? await transaction.query<Row>({ name: 'log', text: statements.ofShard, values: [after.n, limit] })
        : await transaction.query<Row>({
            name: 'log-of-account',
            text: statements.ofAccount,
            values: [account, after.n, limit],
          });
    // Months are dropped only after this says so: asked last, it knows of every row that we missed.
    await refuseExpired(transaction, shard, after);
    const all = rows.map((row) => eventOf(row, shard));
    const events = all.filter((event) => event.position.n < settled);
    const end = events.length < limit;
    const last = events.at(-1)?.position.n ?? after.n;
    const reached = end && settled - 1n > last ? settled - 1n : last;
    const page = { events, end, next: { shard, n: reached } };
    return { page, settled, firstUnsettled: all[events.length]?.position.n };
  });
}

async function refuseExpired(transaction: Transaction, shard: number, after: Position): Promise<void> {
  if (after.n === 0n) return; // From the start of what is still held.
  const { rows } = await transaction.query<{ expired: string }>({
    name: 'expired',
    text: 'select expired from shard',
  });
  const expired = BigInt(rows[0]?.expired ?? '0');
  if (after.n < expired) throw new PositionExpired({ shard, n: expired });
}

type Row = {
  account_id: string;
  position: string;
  id: string;
  type: EventType;
  subject: string | null;
  data: Record<string, unknown>;
};

function eventOf(row: Row, shard: number): Event {
  return {
    position: { shard, n: BigInt(row.position) },
    account: row.account_id,
    id: row.id,
    type: row.type,
    time: timeOf(row.id),
    subject: row.subject,
    data: row.data,
  };
}

/** The time in a UUIDv7. */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

/** Counting a long backlog would cost more than the number is worth. */
const mostCounted = 100_000;

async function readLags(postgres: Postgres, shard: number): Promise<readonly Lag[]> {
  const rows = await inTransaction(postgres, { wholeShard: true }, async (transaction) => {
    const result = await transaction.query<{
      consumer_group: ConsumerGroup;
      position: string;
      events: string;
      seconds: number;
    }>(
      `select g.consumer_group, g.position, behind.events, coalesce(behind.seconds, 0)::float8 as seconds
       from consumer_positions g, lateral (
         select count(*) as events, extract(epoch from now() - min(uuid_extract_timestamp(id))) as seconds
         from (select id from outbox where position > g.position order by position limit ${mostCounted}) waiting
       ) behind order by 1`,
    );
    return result.rows;
  });
  return rows.map((row) => ({
    group: row.consumer_group,
    position: { shard, n: BigInt(row.position) },
    events: Number(row.events),
    seconds: Math.max(0, row.seconds),
  }));
}
