import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { Failure } from '../failure.ts';
import { startPostgres, type RunningPostgres } from './postgres.ts';
import { isRunning } from './running-process.ts';

let folder: string;
/** For what changes nothing: making one takes a second. */
let quiet: RunningPostgres;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-postgres-'));
  quiet = await startPostgres({ directory: join(folder, 'quiet'), disposable: true });
});
after(async () => {
  await quiet.stop('immediate');
  await rm(folder, { recursive: true, force: true });
});

async function query(postgres: RunningPostgres, text: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: postgres.superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: unknown }>(text);
    return rows.map(({ value }) => value);
  } finally {
    await client.end();
  }
}

async function killed(postgres: RunningPostgres): Promise<void> {
  process.kill(postgres.pid, 'SIGKILL');
  await postgres.exited;
}

describe('startPostgres', () => {
  it('keeps what was committed through a stop, a kill and a server that outlived its supervisor', async () => {
    const directory = join(folder, 'kept');
    const first = await startPostgres({ directory });
    assert.equal(first.isNew, true);
    await query(first, 'create table note as select 1 as value');
    await first.stop();
    assert.equal(isRunning(first.pid), false);
    assert.deepEqual(await first.exited, { kind: 'stopped' });

    const second = await startPostgres({ directory });
    assert.equal(second.isNew, false);
    await query(second, 'insert into note values (2)');
    await killed(second);
    assert.equal((await second.exited).kind, 'failed');

    const third = await startPostgres({ directory, port: second.port });
    await query(third, 'insert into note values (3)');
    // Nobody told the third to stop: the fourth finds it and takes its place.
    const said: string[] = [];
    const fourth = await startPostgres({ directory, onProgress: (line) => said.push(line) });
    assert.equal(isRunning(third.pid), false);
    assert.match(said.join(), /earlier start left running/);
    assert.deepEqual(await query(fourth, 'select value from note order by 1'), [1, 2, 3]);
    await fourth.stop();
  });

  it('starts although a stale postmaster.pid names another program that lives', async () => {
    const directory = join(folder, 'kept');
    const first = await startPostgres({ directory });
    const pidFile = await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8');
    await first.stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      const stale = pidFile.replace(/^\d+/, String(bystander.pid));
      await writeFile(join(directory, 'cluster', 'postmaster.pid'), stale);
      const second = await startPostgres({ directory });
      assert.deepEqual(await query(second, 'select 1 as value'), [1]);
      await second.stop();
      assert.equal(bystander.exitCode ?? bystander.signalCode, null, 'the other program was left alone');
    } finally {
      bystander.kill();
      await once(bystander, 'exit');
    }
  });

  it('is reached with its password only, on the loopback only, and keeps the promises of durability', async () => {
    const url = new URL(quiet.superuserUrl);
    url.password = 'wrong';
    const stranger = new Client({ connectionString: url.href });
    await assert.rejects(stranger.connect(), { code: '28P01' });
    const wanted = {
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      listen_addresses: '127.0.0.1',
      server_encoding: 'UTF8',
    };
    for (const [name, value] of Object.entries(wanted)) {
      assert.deepEqual(await query(quiet, `select current_setting('${name}') as value`), [value], name);
    }
    assert.deepEqual(await query(quiet, `select 'É' < 'a' as value`), [false], 'order by code point');
    assert.deepEqual(await query(quiet, `select lower('É') as value`), ['é']);
  });

  it('keeps its secrets from other users, from argument lists and from its log', async () => {
    const { password } = new URL(quiet.superuserUrl);
    await assert.rejects(query(quiet, `select '${password}'::int as value`));
    const directory = join(folder, 'quiet');
    const names = await readdir(directory);
    assert.deepEqual(names.toSorted(), ['cluster', 'postgres.log', 'superuser-password']);
    assert.equal((await stat(join(directory, 'superuser-password'))).mode & 0o777, 0o600);
    assert.equal((await stat(join(directory, 'cluster'))).mode & 0o777, 0o700);
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(quiet.pid)]);
    assert.ok(stdout.includes('listen_addresses') && !stdout.includes(password));
    const log = await readFile(quiet.logFile, 'utf8');
    assert.match(log, /ready to accept connections/);
    assert.doesNotMatch(log, new RegExp(`ERROR|STATEMENT|${password}`));
  });

  it('says which port is taken, and why data without its password is of no use', async () => {
    const late = { directory: join(folder, 'kept'), port: quiet.port };
    await assert.rejects(startPostgres(late), isFailure('postgres_port_busy', 5));
    await rm(join(folder, 'kept', 'superuser-password'));
    await assert.rejects(startPostgres({ directory: join(folder, 'kept') }), isFailure('password_lost', 4));
  });
});

function isFailure(code: string, exit: number) {
  return (error: unknown) => error instanceof Failure && error.code === code && error.exit === exit;
}
