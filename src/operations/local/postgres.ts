import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { findPostgresBinaries } from '../toolbox/postgres-binaries.ts';
import { findFreePort } from './free-port.ts';
import { openCluster } from './postgres-cluster.ts';
import { stopLeftover } from './postgres-leftover.ts';
import { launchServer, type Server, type ServerEnd } from './postgres-server.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import { choosePostgresUser } from './postgres-user.ts';

export type PostgresOptions = {
  /** Holds the cluster, its password and, unless told otherwise, its log. One server at a time. */
  readonly directory: string;
  /** Of 127.0.0.1; a free one when absent. */
  readonly port?: number;
  /** Put over those of `postgres-settings.ts`. */
  readonly settings?: PostgresSettings;
  readonly logFile?: string;
  /** Whether the data is thrown away soon: then making it need not wait for the disk. */
  readonly disposable?: boolean;
  readonly signal?: AbortSignal;
  /** Told of what takes longer than a moment, a line each. */
  readonly onProgress?: (line: string) => void;
};

export type RunningPostgres = {
  readonly version: string;
  readonly port: number;
  readonly pid: number;
  /** Holds the password of `postgres`: never for a log or an argument list. */
  readonly superuserUrl: string;
  readonly logFile: string;
  /** Whether this start made the cluster. */
  readonly isNew: boolean;
  /** Resolves when the server has ended, whoever ended it. */
  readonly exited: Promise<ServerEnd>;
  /** Stops the server and waits for its end: `fast` ends connections, `immediate` leaves work to recovery. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
};

/** Another program may take the free port between our look and the server's start. */
const portTries = 5;
/** How long children of a server that was killed may need to notice: they do within a statement. */
const heldPatienceMs = 30_000;
const heldLookEveryMs = 100;

/**
 * Starts PostgreSQL on the cluster of a folder, making it first where there is none, and resolves when it
 * takes connections. A server that an earlier, killed start left behind is stopped first; what it had not
 * written is recovered from its log. The server has a session of its own, so Ctrl-C does not reach it.
 * Throws a {@link Failure} that says why it cannot run.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { onProgress = () => {}, signal } = options;
  const binaries = await findPostgresBinaries();
  const directory = await openDirectory(options.directory);
  const user = await choosePostgresUser(directory, binaries);
  const { disposable = false } = options;
  const cluster = await openCluster(directory, {
    binaries,
    user,
    disposable,
    onMake: () => onProgress(`PostgreSQL ${binaries.version} makes its data folder`),
  });
  if ((await stopLeftover(cluster.path)) === 'running server') {
    onProgress('stopped the PostgreSQL that an earlier start left running');
  }
  signal?.throwIfAborted();
  const logFile = options.logFile ?? join(directory, 'postgres.log');
  const { server, port } = await launchPatiently(options, (port) =>
    launchServer({ binaries, user, cluster: cluster.path, port, logFile, ...options }),
  );
  return {
    version: binaries.version,
    port,
    pid: server.pid,
    superuserUrl: `postgres://postgres:${cluster.superuserPassword}@127.0.0.1:${port}/postgres`,
    logFile,
    isNew: cluster.isNew,
    exited: server.exited,
    stop: (how) => server.stop(how),
  };
}

/** Open to pass through, since another user may run the server; the cluster in it is closed. */
async function openDirectory(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, process.getuid?.() === 0 ? 0o711 : 0o700);
  return realpath(directory);
}

async function launchPatiently(
  options: PostgresOptions,
  launch: (port: number) => Promise<Server>,
): Promise<{ readonly server: Server; readonly port: number }> {
  const heldUntil = performance.now() + heldPatienceMs;
  for (let tries = 1; ; tries += 1) {
    const port = options.port ?? (await findFreePort());
    try {
      return { server: await launch(port), port };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const held = error.code === 'postgres_still_held' && performance.now() < heldUntil;
      const unlucky = error.code === 'postgres_port_busy' && options.port === undefined && tries < portTries;
      if (!held && !unlucky) throw error;
      options.signal?.throwIfAborted();
      await wait(heldLookEveryMs);
    }
  }
}
