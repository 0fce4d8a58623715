import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Failure } from '../failure.ts';
import type { PostgresBinaries } from '../toolbox/postgres-binaries.ts';
import { endsWithin } from './patience.ts';
import { readServerStatus } from './postgres-leftover.ts';
import { openLog, readLog } from './postgres-log.ts';
import { settingArguments, type PostgresSettings } from './postgres-settings.ts';
import { explainEnd, explainNoStart } from './postgres-trouble.ts';
import { launchAs, type PostgresUser } from './postgres-user.ts';

/** How a server ended: because it was told to by us, or for a reason of its own. */
export type ServerEnd = { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly failure: Failure };

export type Server = {
  readonly pid: number;
  readonly exited: Promise<ServerEnd>;
  stop(how?: 'fast' | 'immediate'): Promise<void>;
};

export type ServerOptions = {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  readonly cluster: string;
  readonly port: number;
  readonly logFile: string;
  readonly settings?: PostgresSettings;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
};

/** The server writes its status to a file; reading that costs less than trying to connect. */
const lookEveryMs = 10;
/** A start that takes longer than this is a recovery, and is said to be one. */
const sayEveryMs = 2_000;
/** The signals of each way to stop, and what follows when it takes too long: server-shutdown.html. */
const stops = {
  fast: [
    { signal: 'SIGINT', patienceMs: 20_000 },
    { signal: 'SIGQUIT', patienceMs: 5_000 },
    { signal: 'SIGKILL', patienceMs: 60_000 },
  ],
  immediate: [
    { signal: 'SIGQUIT', patienceMs: 5_000 },
    { signal: 'SIGKILL', patienceMs: 60_000 },
  ],
} as const;

/**
 * Launches one server and resolves when it takes connections. Throws the {@link Failure} that its log
 * explains when it ends before, and stops it when the signal aborts.
 */
export async function launchServer(options: ServerOptions): Promise<Server> {
  const { cluster, signal, onProgress = () => {} } = options;
  const { child, end } = await spawnServer(options);
  const server = superviseServer(child, end);
  const started = performance.now();
  let saidAt = started;
  while (
    (await readServerStatus(cluster).then((status) => status?.ready && status.pid === child.pid)) !== true
  ) {
    const early = await Promise.race([server.exited, wait(lookEveryMs)]);
    if (early?.kind === 'failed') throw early.failure;
    if (signal?.aborted) {
      await server.stop('fast');
      signal.throwIfAborted();
    }
    if (performance.now() - saidAt < sayEveryMs) continue;
    saidAt = performance.now();
    onProgress(`PostgreSQL recovers from its log, ${Math.round((saidAt - started) / 1000)} s so far`);
  }
  return server;
}

type Spawned = {
  readonly child: ChildProcess & { readonly pid: number };
  /** Resolves with the reason when the process has ended. */
  readonly end: Promise<Failure>;
};

async function spawnServer({
  binaries,
  user,
  cluster,
  port,
  logFile,
  settings,
}: ServerOptions): Promise<Spawned> {
  const log = await openLog(logFile);
  try {
    const { size: logStart } = await log.stat();
    const launch = launchAs(user, binaries.postgres, [
      '-D',
      cluster,
      ...settingArguments({ ...settings, port: String(port) }),
    ]);
    const child = spawn(launch.command, launch.arguments, {
      ...launch.options,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    if (child.pid === undefined) {
      const [error] = (await once(child, 'error')) as [Error];
      throw explainNoStart(error);
    }
    const end = once(child, 'exit').then(async ([code, signal]: (number | string | null)[]) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      return explainEnd(how, await readLog(logFile, logStart), logFile);
    });
    return { child: child as Spawned['child'], end };
  } finally {
    await log.close();
  }
}

function superviseServer(child: Spawned['child'], end: Promise<Failure>): Server {
  let told = false;
  const exited = end.then((failure): ServerEnd => (told ? { kind: 'stopped' } : { kind: 'failed', failure }));
  return {
    pid: child.pid,
    exited,
    async stop(how = 'fast') {
      told = true;
      for (const { signal, patienceMs } of stops[how]) {
        child.kill(signal);
        if (await endsWithin(exited, patienceMs)) return;
      }
    },
  };
}
