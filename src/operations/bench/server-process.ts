import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from '../failure.ts';

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
};

export type ServerOptions = {
  readonly name: string;
  readonly file: string;
  readonly arguments?: readonly string[];
  readonly nodeOptions?: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Sent to the process as soon as it runs. */
  readonly order?: object;
};

type Ready = { readonly type: 'ready'; readonly port?: number; readonly httpPort?: number };

/** How much of what a process said is shown when it does not start. */
const saidLength = 2_000;

/** Starts a server as a child process and resolves when it says over IPC that it listens. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const child = fork(options.file, [...(options.arguments ?? [])], {
    env: { ...options.environment },
    execArgv: [...(options.nodeOptions ?? [])],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-saidLength)));
  }
  const ended = once(child, 'exit');
  if (options.order !== undefined) child.send(options.order);
  const first = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  if (first === undefined) throw notStarted(options.name, said);
  const ready = first[0] as Ready;
  return {
    url: `http://127.0.0.1:${ready.port ?? ready.httpPort}`,
    pid: child.pid ?? 0,
    async stop() {
      // Both kinds of server end at once when their parent is gone.
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function notStarted(name: string, said: string): Failure {
  return new Failure({
    code: 'bench_server_failed',
    exit: 'outside',
    message: `${name} did not start`,
    facts: { said: said.trim() },
    next: 'look at what it said; `./midcoast doctor` tells what is missing on this machine',
  });
}
