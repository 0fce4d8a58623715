import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root } from './running-midcoast.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-up-'));
});
after(async () => {
  for (const up of ups) up.kill('SIGKILL');
  endAll(await processesOf(folder));
  await rm(folder, { recursive: true, force: true });
});

const ups: Up[] = [];

/** One run of `./midcoast up`, and what it has printed. */
class Up {
  stdout = '';
  stderr = '';
  readonly pid: number;
  readonly ended: Promise<number | null>;
  readonly #readyOrEnded: Promise<unknown>;
  readonly kill: (signal: NodeJS.Signals) => boolean;

  constructor(...args: readonly string[]) {
    const child = spawn(join(root, 'midcoast'), ['up', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.pid = child.pid ?? 0;
    this.kill = (signal) => child.kill(signal);
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        this.stdout += String(chunk);
        if (/^ready \S+\n/m.test(this.stdout)) resolve();
      });
    });
    child.stderr.on('data', (chunk: Buffer) => (this.stderr += String(chunk)));
    this.#readyOrEnded = Promise.race([ready, this.ended]);
    ups.push(this);
  }

  /** The address on the last line, once it is there. */
  async ready(): Promise<string> {
    await this.#readyOrEnded;
    const address = /\nready (\S+)\n$/.exec(this.stdout)?.[1];
    assert.ok(address !== undefined, `up ended instead:\n${this.stdout}${this.stderr}`);
    return address;
  }
}

/** Processes that have this folder in their arguments: PostgreSQL, and `up` itself. */
async function processesOf(path: string): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,stat=,args=']);
  const rows = stdout.split('\n').filter((row) => row.includes(path) && !/^\s*\d+\s+Z/.test(row));
  return rows.map((row) => Number.parseInt(row, 10));
}

function endAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

type Secrets = { readonly ownerPassword: string; readonly demonstration: { readonly apiKey: string } };

async function readSecrets(data: string): Promise<Secrets> {
  return JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as Secrets;
}

/** A person may have an `up` of their own here, whose file it is when ours has stopped. */
async function readLocal(): Promise<{ readonly pid?: number }> {
  const text = await readFile(join(root, '.midcoast', 'local.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text) as { readonly pid?: number };
}

async function call(url: string, apiKey: string, lead?: object): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const init = lead === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(lead) };
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
}

describe('./midcoast up', () => {
  it('starts on nothing, says what it runs, and stops without a trace but the data', async () => {
    const data = join(folder, 'first');
    const up = new Up('--port', '0', '--data', data);
    const url = await up.ready();
    assert.match(up.stderr, /PostgreSQL 18\.\d+ started .* (ms|s)\n/);
    for (const part of [`${url}/`, 'admin@', '/metrics', data, 'Ctrl-C'])
      assert.ok(up.stdout.includes(part), part);
    const { demonstration } = await readSecrets(data);
    const local = { url, pid: up.pid, dataDir: data, apiKey: demonstration.apiKey };
    assert.partialDeepStrictEqual(await readLocal(), local);
    assert.equal((await stat(join(root, '.midcoast', 'local.json'))).mode & 0o777, 0o600);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    const lead = { source: 'Website', email: 'ada@first-run.example' };
    const { status, body } = await call(`${url}/v1/leads`, local.apiKey, lead);
    assert.equal(status, 201);

    up.kill('SIGINT');
    assert.equal(await up.ended, 0);
    assert.deepEqual(await processesOf(data), []);
    await assert.rejects(fetch(`${url}/livez`));
    assert.notEqual((await readLocal()).pid, up.pid);
    assert.deepEqual(await readdir(join(data, 'up.lock')), []);

    const again = new Up('--port', '0', '--data', data);
    const address = await again.ready();
    const { id } = body as { id: string };
    assert.equal((await call(`${address}/v1/leads/${id}`, local.apiKey)).status, 200);
    again.kill('SIGTERM');
    assert.equal(await again.ended, 0);
  });

  it('takes over after kill -9 of itself, of the service and of the database, on the same port', async () => {
    const data = join(folder, 'killed');
    const up = new Up('--empty', '--port', '0', '--data', data);
    const url = await up.ready();
    const { apiKey } = (await readSecrets(data)).demonstration;
    up.kill('SIGKILL');
    await up.ended;
    // The database outlived it; the next start stops that one first.
    assert.equal((await processesOf(data)).length, 1);

    const { port } = new URL(url);
    const second = new Up('--empty', '--port', port, '--data', data);
    assert.equal(await second.ready(), url);
    assert.match(second.stderr, /earlier start left running/);
    second.kill('SIGKILL');
    endAll(await processesOf(data));
    await second.ended;

    const third = new Up('--empty', '--port', port, '--data', data);
    assert.equal(await third.ready(), url);
    assert.equal((await call(`${url}/v1/leads?limit=1`, apiKey)).status, 200);

    const twin = new Up('--port', '0', '--data', data);
    assert.equal(await twin.ended, 5);
    assert.match(twin.stderr, new RegExp(`already runs on this data, at ${url}`));
    assert.match(twin.stderr, new RegExp(`kill ${third.pid}\\b`));
    const neighbour = new Up('--port', port, '--data', join(folder, 'neighbour'));
    assert.equal(await neighbour.ended, 5);
    assert.match(neighbour.stderr, new RegExp(`port ${port}\\b.* is taken by`));

    third.kill('SIGTERM');
    assert.equal(await third.ended, 0);
    assert.deepEqual(await processesOf(data), []);
  });

  it('empties with --reset what is Midcoast’s, and nothing else', async () => {
    const foreign = await mkdtemp(join(folder, 'foreign-'));
    await writeFile(join(foreign, 'diary.txt'), 'dear diary');
    const refused = new Up('--reset', '--port', '0', '--data', foreign);
    assert.equal(await refused.ended, 4);
    assert.deepEqual(await readdir(foreign), ['diary.txt']);

    const data = join(folder, 'first');
    const before = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as {
      ownerPassword: string;
    };
    const up = new Up('--reset', '--empty', '--port', '0', '--data', data);
    const url = await up.ready();
    const now = await readSecrets(data);
    assert.notEqual(now.ownerPassword, before.ownerPassword);
    const { body } = await call(`${url}/v1/leads`, now.demonstration.apiKey);
    assert.deepEqual(body, { items: [], nextCursor: null });
    up.kill('SIGINT');
    assert.equal(await up.ended, 0);
  });
});
