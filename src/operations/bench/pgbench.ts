import { execFile, spawn } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { warmingSeconds, type Measured, type Shape } from './contender.ts';
import { median } from './ratios.ts';

export type PgbenchOptions = {
  /** As `midcoast_app`. */
  readonly databaseUrl: string;
  readonly account: string;
  readonly statement: string;
  /** For the script and the logs. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** The version of the `pgbench` on this machine, or undefined where there is none. */
export async function findPgbench(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('pgbench', ['--version']);
    return /\d+(\.\d+)*/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}

/** Runs the statement, prepared, one transaction each, and counts what was committed. */
export async function runPgbench(options: PgbenchOptions, shape: Shape): Promise<Measured> {
  const script = join(options.folder, 'statement.sql');
  await writeFile(script, `${options.statement};\n`);
  const wantsLatency = shape.connections === 1;
  const said = await run(options, [
    '--no-vacuum',
    '--protocol=prepared',
    `--file=${script}`,
    `--client=${shape.connections}`,
    `--jobs=${Math.min(shape.connections, availableParallelism())}`,
    `--time=${warmingSeconds(shape) + Math.ceil(shape.seconds)}`,
    '--progress=1',
    ...(wantsLatency ? ['--log', `--log-prefix=${join(options.folder, 'latency')}`] : []),
    await connectionUrl(options),
  ]);
  const measured = parsePgbench(said, warmingSeconds(shape));
  return wantsLatency ? { ...measured, p50: await medianLatency(options.folder) } : measured;
}

/**
 * What pgbench says: a line each second, and the sum at its end. The rate is that of the seconds after
 * those of warming up. Failed transactions make it no measurement.
 */
export function parsePgbench(said: string, warming: number): Measured {
  const answered = Number(/transactions actually processed: (\d+)/.exec(said)?.[1]);
  const failed = Number(/failed transactions: (\d+)/.exec(said)?.[1] ?? 0);
  const seconds = [...said.matchAll(/^progress: ([\d.]+) s, ([\d.]+) tps/gm)];
  const counted = seconds.filter(([, at]) => Number(at) > warming + 0.5).map(([, , tps]) => Number(tps));
  if (!(answered > 0) || counted.length === 0 || failed > 0) throw broken(said);
  return { answered, perSecond: counted.reduce((sum, tps) => sum + tps, 0) / counted.length };
}

/** The password goes through a file: arguments are seen by everybody on the machine. */
async function connectionUrl({ databaseUrl, account, folder }: PgbenchOptions): Promise<string> {
  const url = new URL(databaseUrl);
  const passwordFile = join(folder, 'pgpass');
  await writeFile(passwordFile, `*:*:*:*:${decodeURIComponent(url.password)}\n`, { mode: 0o600 });
  url.password = '';
  url.searchParams.set('passfile', passwordFile);
  url.searchParams.set('options', `-c midcoast.accounts={${account}}`);
  // libpq reads `+` as itself.
  return url.href.replaceAll('+', '%20');
}

function run({ signal }: PgbenchOptions, parameters: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn('pgbench', parameters, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  child.once('error', reject);
  child.once('close', (code) => (code === 0 ? resolve(said) : reject(broken(said))));
  return promise;
}

/** Milliseconds. The third column of pgbench's log is the latency in microseconds. */
async function medianLatency(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => name.startsWith('latency.'));
  const latencies: number[] = [];
  for (const name of files) {
    const lines = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
    for (const line of lines) latencies.push(Number(line.split(' ')[2]));
    await rm(join(folder, name));
  }
  return median(latencies) / 1000;
}

function broken(said: string): Failure {
  return new Failure({
    code: 'pgbench_failed',
    exit: 'outside',
    message: 'pgbench did not do its transactions',
    facts: { said: said.trim().split('\n').slice(-3).join(' · ') },
    next: 'run it again; without pgbench on PATH the bench uses a client of its own',
  });
}
