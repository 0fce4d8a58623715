/**
 * Does what `pgbench` does, where there is none: each connection runs one prepared statement after the
 * other, a transaction each. A process of its own; one order by message, one answer. It needs several times
 * pgbench's processor time a statement, so its rate is lower where processors are few: the report names it.
 */
import pg from 'pg';
import { Latency } from '../load/latency.ts';
import { warmingSeconds, type Measured, type Shape } from './contender.ts';

export type InsertOrder = Shape & {
  /** As `midcoast_app`. */
  readonly databaseUrl: string;
  readonly account: string;
  readonly statement: string;
};

export type InsertAnswer = { readonly measured: Measured } | { readonly failed: string };

process.once('message', (order: InsertOrder) => void serve(order));
process.on('SIGINT', () => {});

async function serve(order: InsertOrder): Promise<void> {
  const answer = await insert(order).then(
    (measured): InsertAnswer => ({ measured }),
    (error: Error): InsertAnswer => ({ failed: error.message }),
  );
  process.send?.(answer);
  process.disconnect();
}

async function insert({
  databaseUrl,
  account,
  statement,
  connections,
  seconds,
}: InsertOrder): Promise<Measured> {
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ connectionString: databaseUrl, options: `-c midcoast.accounts={${account}}` }),
  );
  const latency = new Latency();
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const start = performance.now() + warmingSeconds({ connections, seconds }) * 1000;
    const end = start + seconds * 1000;
    let answered = 0;
    const work = async (client: pg.Client) => {
      for (let from = performance.now(); from < end;) {
        await client.query({ name: 'insert', text: statement });
        const now = performance.now();
        if (from >= start) latency.record(now - from);
        answered += 1;
        from = now;
      }
    };
    await Promise.all(clients.map(work));
    const { count, p50, p99 } = latency.summary();
    return { answered, perSecond: (count * 1000) / (performance.now() - start), p50, p99 };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
