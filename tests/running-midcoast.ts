import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A whole Midcoast on data of its own, started by `./midcoast up` as a person would. */
export type RunningMidcoast = AsyncDisposable & {
  readonly url: string;
  readonly dataDir: string;
  /** With every right of the first account. */
  readonly apiKey: string;
  /** The database `midcoast`, as the superuser. */
  readonly superuserUrl: string;
  /** Processes of the service, and the server of PostgreSQL with all that it started. */
  readonly pids: () => Promise<{ readonly service: readonly number[]; readonly database: readonly number[] }>;
};

/** Starts it on free ports, without example leads. Disposing of it stops it and removes its data. */
export async function startMidcoast(): Promise<RunningMidcoast> {
  const dataDir = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-whole-'));
  const up = spawn(join(root, 'midcoast'), ['up', '--json', '--empty', '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  up.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  const { url, postgresPort } = await readyOf(up, said);
  const secrets = await readJson<{ demonstration: { apiKey: string } }>(join(dataDir, 'secrets.json'));
  const password = (await readFile(join(dataDir, 'postgres', 'superuser-password'), 'utf8')).trim();
  return {
    url,
    dataDir,
    apiKey: secrets.demonstration.apiKey,
    superuserUrl: `postgres://postgres:${password}@127.0.0.1:${postgresPort}/midcoast`,
    pids: () => pidsBelow(up.pid!),
    async [Symbol.asyncDispose]() {
      up.kill('SIGTERM');
      if (up.exitCode === null) await once(up, 'exit');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Ready = { readonly url: string; readonly postgresPort: number };

async function readyOf(up: ChildProcess, said: readonly string[]): Promise<Ready> {
  const line = new Promise<string>((resolve) => {
    let text = '';
    up.stdout!.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.endsWith('\n')) resolve(text);
    });
  });
  const ended = once(up, 'exit').then(([code]) => {
    throw new Error(`up ended with ${code}: ${said.join('')}`);
  });
  return JSON.parse(await Promise.race([line, ended])) as Ready;
}

async function pidsBelow(up: number) {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const childrenOf = (parent: number, part: string) =>
    rows
      .filter((row) => Number(row?.[2]) === parent && row![3]!.includes(part))
      .map((row) => Number(row![1]));
  const servers = childrenOf(up, 'postgres');
  return {
    service: childrenOf(up, join('service', 'main.ts')),
    database: [...servers, ...servers.flatMap((server) => childrenOf(server, ''))],
  };
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
