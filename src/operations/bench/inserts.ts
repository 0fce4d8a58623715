import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';
import type { Measured, Shape } from './contender.ts';
import type { InsertAnswer, InsertOrder } from './insert-client.ts';
import { findPgbench, runPgbench, type PgbenchOptions } from './pgbench.ts';

/** One who runs the statement as fast as the database takes it. */
export type Inserter = {
  /** `pgbench 18.1`, or that a client of our own stood in for it. */
  readonly name: string;
  readonly run: (shape: Shape) => Promise<Measured>;
};

/** pgbench where this machine has it, else our own client. */
export async function findInserter(options: PgbenchOptions): Promise<Inserter> {
  const version = await findPgbench();
  return version === undefined
    ? {
        name: 'own client (no pgbench here)',
        run: (shape) => runOwnClient({ ...options, ...shape }, options.signal),
      }
    : { name: `pgbench ${version}`, run: (shape) => runPgbench(options, shape) };
}

async function runOwnClient(order: InsertOrder, signal: AbortSignal): Promise<Measured> {
  const { databaseUrl, account, statement, connections, seconds } = order;
  const child = fork(fileURLToPath(new URL('insert-client.ts', import.meta.url)), { signal });
  child.send({ databaseUrl, account, statement, connections, seconds } satisfies InsertOrder);
  const ended = once(child, 'exit').then(() => undefined);
  const first = await Promise.race([once(child, 'message'), ended]);
  const answer = (first?.[0] ?? { failed: 'it ended' }) as InsertAnswer;
  await ended;
  if ('measured' in answer) return answer.measured;
  throw new Failure({
    code: 'insert_client_failed',
    exit: 'outside',
    message: `the bench's own client failed: ${answer.failed}`,
    next: 'run it again',
  });
}
