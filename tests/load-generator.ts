import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './running-midcoast.ts';

/** The plan of `src/operations/load/plan.ts`, as its process takes it. */
export type Plan = Readonly<Record<string, unknown>> & { readonly ledgerFile: string };

export type Progress = { readonly sent: number; readonly answered: number; readonly cut: number };

/** A request and its final answer, as the ledger of a load has it. */
export type Entry = {
  readonly number: number;
  readonly key: string | null;
  readonly status: number | 'unanswered';
  readonly id: string | null;
  readonly verdict: string | null;
  readonly duplicateOf: string | null;
  readonly sent: number;
};

/** What every plan of these tests has in common: many clients that insist on an answer. */
export const insistent = {
  path: '/v1/leads',
  first: 1,
  count: 2_000_000,
  seconds: 600,
  perSecond: null,
  madeAhead: 0,
  resend: true,
} as const;

/** The project's load generator, in its own process, as everybody drives it: JSON over its channel. */
export class LoadGenerator {
  readonly #child: ChildProcess;
  readonly #watchers = new Set<(progress: Progress) => void>();
  readonly #done: Promise<void>;
  #last: Progress = { sent: 0, answered: 0, cut: 0 };

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#done = new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('the load generator ended')));
      child.on('message', (message: Progress & { type: string }) => {
        if (message.type === 'done') resolve();
        if (message.type === 'failed') reject(new Error(JSON.stringify(message)));
        if (message.type === 'progress') this.#progress(message);
      });
    });
    this.#done.catch(() => undefined);
  }

  static async start(plan: Plan): Promise<LoadGenerator> {
    const child = fork(join(root, 'src', 'operations', 'load', 'main.ts'));
    await once(child, 'message');
    const generator = new LoadGenerator(child);
    child.send({ type: 'run', plan });
    return generator;
  }

  /** How far it is. */
  get progress(): Progress {
    return this.#last;
  }

  /** Resolves when so many more requests than now have their answer; rejects when the load ends before. */
  answers(more: number): Promise<Progress> {
    const wanted = this.#last.answered + more;
    const reached = new Promise<Progress>((resolve) => {
      const watch = (progress: Progress) => {
        if (progress.answered < wanted) return;
        this.#watchers.delete(watch);
        resolve(progress);
      };
      this.#watchers.add(watch);
    });
    return Promise.race([
      reached,
      this.#done.then(() => Promise.reject(new Error('the load came to its end'))),
    ]);
  }

  /** Sends nothing new, and resolves when all that was sent has its answer. */
  async finish(): Promise<void> {
    this.#child.send({ type: 'stop' });
    await this.end();
  }

  /** Resolves when the load has come to its end by itself. */
  async end(): Promise<void> {
    await this.#done;
    this.#child.disconnect();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #progress(progress: Progress): void {
    this.#last = progress;
    for (const watch of this.#watchers) watch(progress);
  }
}

export async function readLedger(file: string): Promise<readonly Entry[]> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
}
