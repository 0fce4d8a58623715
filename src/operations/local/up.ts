import { join } from 'node:path';
import { probes } from '../../service/contract.ts';
import { formatAmount, formatDuration } from '../figures.ts';
import { keepApp, waitUntilReady } from './app.ts';
import { readCommit } from './commit.ts';
import {
  defaultDataPath,
  emptyDataDirectory,
  openDataDirectory,
  type DataDirectory,
} from './data-directory.ts';
import { keepDatabase, prepareDatabase } from './database.ts';
import { makeDemonstration, seedLeads } from './demonstration.ts';
import { watchDisk } from './disk-watch.ts';
import { readLocalFile, removeLocalFile, writeLocalFile, type LocalServer } from './local-file.ts';
import { stopLeftover } from './postgres-leftover.ts';
import type { RunningPostgres } from './postgres.ts';
import { openSecrets, type Demonstration, type Secrets } from './secrets.ts';
import { serviceSettings } from './service-environment.ts';
import { runJob, type LocalService } from './service-process.ts';
import { takeUpLock } from './up-lock.ts';
import { choosePorts, type UpPorts } from './up-port.ts';
import { startUpkeep } from './upkeep.ts';

export type UpOptions = UpPorts & {
  /** The repository's folder. */
  readonly root: string;
  /** Where the data lives; in the repository when absent. */
  readonly data: string | undefined;
  /** Makes the demonstration account without leads. */
  readonly empty: boolean;
  /** Removes first what the data folder holds. */
  readonly reset: boolean;
  /** Shows all that the processes log. */
  readonly verbose: boolean;
  /** The process environment; the service sees little of it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Stops everything, in order. */
  readonly signal: AbortSignal;
  /** Stops at once what is still stopping. */
  readonly force: AbortSignal;
  /** A line about what is being done. */
  readonly say: (line: string) => void;
  /** Told once, when leads are taken. */
  readonly onReady: (facts: UpFacts) => void;
};

/** What runs, and how to reach it. */
export type UpFacts = LocalServer & {
  readonly postgres: RunningPostgres;
  readonly appPid: number;
  readonly logs: string;
};

/**
 * Runs the whole platform on this machine until the signal aborts: PostgreSQL with its roles and schema, the
 * service, the demonstration account, upkeep once a day. What dies is started again on its port. Stopped, it
 * leaves nothing running and nothing locked; killed, the next start recovers.
 * Throws a Failure when it cannot start, and the signal's reason when it is stopped before it is ready.
 */
export async function up(options: UpOptions): Promise<void> {
  const { root, signal, force, say } = options;
  const ports = await choosePorts(root, options);
  const url = `http://127.0.0.1:${ports.port}`;
  await using running = new AsyncDisposableStack();

  const data = await openDataDirectory(options.data ?? defaultDataPath(root));
  const lock = await takeUpLock(data.path, url);
  running.defer(() => lock.release());
  if (options.reset) await reset(data, say);
  const secrets = await openSecrets(data);

  const database = await timed(
    say,
    () => keepDatabase(postgresOptions(data, options)),
    (kept) => `PostgreSQL ${kept.current().postgres.version} started`,
  );
  running.defer(() => database.stop(force));
  const { postgres } = database.current();
  const service = await describeService(options, { data, secrets, postgres, ports });
  const migrated = () =>
    prepareDatabase(postgres.superuserUrl, secrets).then(() => runJob('migrate', service, signal));
  await timed(say, migrated, () => 'schema up to date');

  const app = await timed(
    say,
    () => keepApp(service, signal, say),
    () => 'service started',
  );
  running.defer(() => app.stop(force));
  const demonstration = secrets.demonstration ?? (await bootstrap({ data, secrets }, service, options));
  await waitUntilReady(url, signal);
  const server = describeServer(url, app.current().metricsPort, data, demonstration);
  const before = await readLocalFile(root);
  running.defer(() => removeLocalFile(root, process.pid, before));
  await writeLocalFile(root, server);
  if (secrets.demonstration === undefined && !options.empty) await seed(server, options);

  running.defer(watchDisk({ folder: data.path, say }));
  const upkeep = startUpkeep((stopped) => runJob('maintain', service, stopped), say);
  running.defer(() => upkeep.stop());
  options.onReady({ ...server, postgres, appPid: app.current().pid, logs: data.logs });
  await aborted(signal);
  say('stopping; Ctrl-C once more stops at once');
}

async function reset(data: DataDirectory, say: (line: string) => void): Promise<void> {
  await stopLeftover(join(data.postgres, 'cluster'));
  await emptyDataDirectory(data);
  say(`removed the data in ${data.path}`);
}

function postgresOptions(data: DataDirectory, { signal, say }: UpOptions) {
  return { directory: data.postgres, logFile: join(data.logs, 'postgres.log'), signal, say, onProgress: say };
}

type Known = {
  readonly data: DataDirectory;
  readonly secrets: Secrets;
  readonly postgres: RunningPostgres;
  readonly ports: UpPorts;
};

async function describeService(options: UpOptions, known: Known): Promise<LocalService> {
  return {
    entry: join(options.root, 'src', 'service', 'main.ts'),
    logs: known.data.logs,
    verbose: options.verbose,
    say: options.say,
    shell: options.environment,
    settings: serviceSettings({
      secrets: known.secrets,
      postgresPort: known.postgres.port,
      httpPort: known.ports.port,
      metricsPort: known.ports.metricsPort,
      commit: await readCommit(options.root),
      verbose: options.verbose,
    }),
  };
}

async function bootstrap(
  kept: Pick<Known, 'data' | 'secrets'>,
  service: LocalService,
  { say, signal }: UpOptions,
): Promise<Demonstration | undefined> {
  return timed(
    say,
    () => makeDemonstration(kept, service, signal),
    (made) => (made === undefined ? 'this database has accounts of its own' : 'demonstration account made'),
  );
}

function describeServer(
  url: string,
  metricsPort: number,
  data: DataDirectory,
  demonstration: Demonstration | undefined,
): LocalServer {
  return {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}${probes.metrics.path}`,
    apiKey: demonstration?.apiKey ?? null,
    consoleUser: demonstration?.user ?? null,
    consolePassword: demonstration?.password ?? null,
    pid: process.pid,
    dataDir: data.path,
  };
}

/** Example leads are a courtesy: that they cannot be had stops nothing. */
async function seed({ url, apiKey }: LocalServer, { root, say, signal }: UpOptions): Promise<void> {
  if (apiKey === null) return;
  const file = join(root, 'examples', 'leads.csv');
  try {
    await timed(
      say,
      () => seedLeads(url, apiKey, file, signal),
      (accepted) =>
        accepted === undefined
          ? `no example leads: ${file} is not there`
          : `${formatAmount(accepted, 'example lead')} taken in`,
    );
  } catch (error) {
    signal.throwIfAborted();
    say((error as Error).message);
  }
}

/** Does a step and says it with its time. */
async function timed<T>(
  say: (line: string) => void,
  work: () => Promise<T>,
  describe: (result: T) => string,
): Promise<T> {
  const began = performance.now();
  const result = await work();
  say(`${describe(result).padEnd(32)} ${formatDuration((performance.now() - began) / 1000)}`);
  return result;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
