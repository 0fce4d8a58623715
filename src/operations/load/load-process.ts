import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { exitCodes, Failure, type ExitName } from '../failure.ts';
import type { BulkPlan, BulkReport } from './bulk-load.ts';
import type { LoadProgress, LoadReport } from './http-load.ts';
import type { FailureText, FromLoad, ToLoad } from './main.ts';
import type { LoadPlan } from './plan.ts';

/** The load generator in a process of its own. Runs follow one another; `close` ends the process. */
export class LoadProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(): Promise<LoadProcess> {
    const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return new LoadProcess(child);
  }

  /** Runs a plan to its end. Fails as `checkPlan`, `parseLoopback` and `HttpLoad.run` do. */
  async run(plan: LoadPlan, onProgress?: (progress: LoadProgress) => void): Promise<LoadReport> {
    const last = await this.#ask({ type: 'run', plan }, onProgress);
    if (last.type !== 'done') throw new Error(`the load generator answered ${last.type}`);
    return last.report;
  }

  /** Gives made leads in bulk. Fails as `bulkLoad` does. */
  async import(plan: BulkPlan): Promise<BulkReport> {
    const last = await this.#ask({ type: 'import', plan });
    if (last.type !== 'imported') throw new Error(`the load generator answered ${last.type}`);
    return last.report;
  }

  /** Ends the run early: no new requests, answers are awaited. */
  stop(): void {
    this.#tell({ type: 'stop' });
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Resolves with the message that ends the work. */
  #ask(message: ToLoad, onProgress?: (progress: LoadProgress) => void): Promise<FromLoad> {
    const { promise, resolve, reject } = Promise.withResolvers<FromLoad>();
    const heard = (answer: FromLoad) => {
      if (answer.type === 'progress') onProgress?.(answer);
      else if (answer.type === 'failed') reject(failureOf(answer.failure));
      else resolve(answer);
    };
    const died = () => reject(new Error('the load generator ended before its work'));
    this.#child.on('message', heard).once('exit', died);
    this.#tell(message);
    return promise.finally(() => this.#child.off('message', heard).off('exit', died));
  }

  #tell(message: ToLoad): void {
    this.#child.send(message);
  }
}

function failureOf(text: FailureText): Failure {
  const names = Object.keys(exitCodes) as ExitName[];
  return new Failure({ ...text, exit: names.find((name) => exitCodes[name] === text.exit) ?? 'bug' });
}
