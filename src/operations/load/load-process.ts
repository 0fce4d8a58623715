import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { exitCodes, Failure, type ExitName } from '../failure.ts';
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
  run(plan: LoadPlan, onProgress?: (progress: LoadProgress) => void): Promise<LoadReport> {
    const { promise, resolve, reject } = Promise.withResolvers<LoadReport>();
    const heard = (message: FromLoad) => {
      if (message.type === 'progress') onProgress?.(message);
      if (message.type === 'done') resolve(message.report);
      if (message.type === 'failed') reject(failureOf(message.failure));
    };
    const died = () => reject(new Error(`the load generator ended with ${this.#child.exitCode}`));
    this.#child.on('message', heard).once('exit', died);
    this.#tell({ type: 'run', plan });
    return promise.finally(() => this.#child.off('message', heard).off('exit', died));
  }

  /** Ends the run early: no new requests, answers are awaited. */
  stop(): void {
    this.#tell({ type: 'stop' });
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #tell(message: ToLoad): void {
    this.#child.send(message);
  }
}

function failureOf(text: FailureText): Failure {
  const names = Object.keys(exitCodes) as ExitName[];
  return new Failure({ ...text, exit: names.find((name) => exitCodes[name] === text.exit) ?? 'bug' });
}
