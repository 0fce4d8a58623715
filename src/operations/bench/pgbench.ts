import { execFile, spawn } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import type { Measured, Shape } from './contender.ts';

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
  const url = new URL(options.databaseUrl);
  const wantsLatency = shape.connections === 1;
  const said = await run(options, [
    '--no-vacuum',
    '--protocol=prepared',
    `--file=${script}`,
    `--client=${shape.connections}`,
    `--jobs=${Math.min(shape.connections, availableParallelism())}`,
    `--time=${Math.ceil(shape.seconds)}`,
    `--host=${url.hostname}`,
    `--port=${url.port}`,
    `--username=${url.username}`,
    ...(wantsLatency ? ['--log', `--log-prefix=${join(options.folder, 'latency')}`] : []),
    url.pathname.slice(1),
  ]);
  const measured = parsePgbench(said);
  return wantsLatency ? { ...measured, p50: await medianLatency(options.folder) } : measured;
}

/** What pgbench says at its end. Failed transactions make it no measurement. */
export function parsePgbench(said: string): Measured {
  const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1]);
  const answered = number(/transactions actually processed: (\d+)/);
  const perSecond = number(/^tps = ([\d.]+)/m);
  const failed = number(/failed transactions: (\d+)/) || 0;
  if (!(answered > 0) || !(perSecond > 0) || failed > 0) throw broken(said);
  return { answered, seconds: answered / perSecond, perSecond };
}

function run({ databaseUrl, account, signal }: PgbenchOptions, parameters: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn('pgbench', parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    env: {
      PATH: pathOfThisProcess(),
      LC_ALL: 'C',
      PGPASSWORD: decodeURIComponent(new URL(databaseUrl).password),
      PGOPTIONS: `-c midcoast.accounts={${account}}`,
      PGAPPNAME: 'bench-pgbench',
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
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
  latencies.sort((a, b) => a - b);
  return (latencies[Math.floor(latencies.length / 2)] ?? Number.NaN) / 1000;
}

function broken(said: string): Failure {
  return new Failure({
    code: 'pgbench_failed',
    exit: 'outside',
    message: 'pgbench did not do its transactions',
    facts: { said: said.trim().split('\n').slice(-3).join(' · ') },
    next: 'Run it again; without pgbench on PATH the bench uses a client of its own.',
  });
}
