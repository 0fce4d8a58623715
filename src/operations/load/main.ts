/**
 * The load generator as a process of its own, so that it shares no event loop with what it measures. It is
 * spawned with an IPC channel and speaks JSON over it; one run at a time, and it ends with its parent.
 */
import { Failure } from '../failure.ts';
import { bulkLoad, type BulkPlan, type BulkReport } from './bulk-load.ts';
import { HttpLoad, type LoadProgress, type LoadReport } from './http-load.ts';
import { checkPlan, type LoadPlan } from './plan.ts';

/** Parent to load. `stop` ends a run early: no new requests, answers are awaited. */
export type ToLoad =
  | { readonly type: 'run'; readonly plan: LoadPlan }
  | { readonly type: 'import'; readonly plan: BulkPlan }
  | { readonly type: 'stop' };

/** Load to parent. `ready` once, `progress` ten times a second during a run, then `done` or `failed`. */
export type FromLoad =
  | { readonly type: 'ready' }
  | ({ readonly type: 'progress' } & LoadProgress)
  | { readonly type: 'done'; readonly report: LoadReport }
  | { readonly type: 'imported'; readonly report: BulkReport }
  | { readonly type: 'failed'; readonly failure: FailureText };

export type FailureText = Pick<Failure, 'code' | 'exit' | 'message' | 'facts' | 'next'>;

const progressMilliseconds = 100;

let load: HttpLoad | undefined;

process.on('message', (message: ToLoad) => {
  if (message.type === 'stop') load?.stop();
  else if (message.type === 'run') void answering(() => run(message.plan));
  else void answering(async () => tell({ type: 'imported', report: await bulkLoad(message.plan) }));
});
process.on('disconnect', () => load?.abort());
// A Ctrl-C in the terminal reaches this process too; its parent decides when it ends.
process.on('SIGINT', () => {});
tell({ type: 'ready' });

async function answering(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, exit, message, facts, next } = error;
    tell({ type: 'failed', failure: { code, exit, message, facts, next } });
  }
}

async function run(plan: LoadPlan): Promise<void> {
  const running = new HttpLoad(checkPlan(plan));
  load = running;
  const progress = setInterval(() => tell({ type: 'progress', ...running.progress() }), progressMilliseconds);
  try {
    tell({ type: 'done', report: await running.run() });
  } finally {
    clearInterval(progress);
    load = undefined;
  }
}

function tell(message: FromLoad): void {
  if (process.connected) process.send?.(message);
}
