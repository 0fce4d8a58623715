import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { runJob, spawnService, type LocalService } from './service-process.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-process-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** A service whose every process runs this program. */
async function serviceOf(program: string): Promise<LocalService & { readonly said: string[] }> {
  const logs = await mkdtemp(join(folder, 'logs-'));
  const entry = join(logs, 'program.js');
  await writeFile(entry, program);
  const said: string[] = [];
  const settings = {
    MIDCOAST_DATABASE_URL: 'postgres://app',
    MIDCOAST_OWNER_DATABASE_URL: 'postgres://owner',
    MIDCOAST_LOG_LEVEL: 'info',
  };
  const shell = {
    PATH: process.env['PATH'],
    AWS_SECRET_ACCESS_KEY: 'not for the service',
    PGHOST: 'elsewhere',
  };
  return { entry, logs, said, settings, shell, verbose: false, say: (line) => said.push(line) };
}

describe('spawnService', () => {
  it('gives a process its own variables and nothing else of the shell', async () => {
    const service = await serviceOf(
      'process.send({ type: "ready", environment: process.env }); process.disconnect()',
    );
    const app = spawnService('app', service);
    const { environment } = await app.message('ready');
    await app.ended;
    const names = Object.keys(environment as object).filter((name) => !name.startsWith('NODE_CHANNEL'));
    assert.deepEqual(names.toSorted(), ['MIDCOAST_DATABASE_URL', 'MIDCOAST_LOG_LEVEL', 'PATH']);
  });

  it('keeps the whole log and says warnings and errors', async () => {
    const service = await serviceOf(`
      console.log('{"level":"info","msg":"listening"}');
      console.log('{"level":"warn","msg":"slow disk"}');
      console.error('a native library complains');`);
    await spawnService('app', service).ended;
    const log = await readFile(join(service.logs, 'app.log'), 'utf8');
    for (const words of ['listening', 'slow disk', 'complains']) assert.match(log, new RegExp(words));
    assert.deepEqual(service.said, ['app  warn  slow disk']);
  });

  it('tells why a process ended that did not become ready', async () => {
    const service = await serviceOf('throw new RangeError("port 99999 is out of range")');
    const failed = spawnService('app', service).message('ready');
    await assert.rejects(failed, (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, /app of the service ended \(exit code 1\): RangeError: port 99999/);
      assert.equal(error.facts['log'], join(service.logs, 'app.log'));
      return true;
    });
  });

  it('ends a process that does not finish in time, or at once when forced', async () => {
    const stubborn =
      'process.on("SIGTERM", () => {}); process.send({ type: "ready" }); setInterval(() => {}, 1000)';
    const service = await serviceOf(stubborn);
    const slow = spawnService('app', service);
    await slow.message('ready');
    await slow.stop(50);
    assert.equal((await slow.ended).how, 'signal SIGKILL');
    const forced = spawnService('app', service);
    await forced.message('ready');
    await forced.stop(60_000, AbortSignal.abort());
    assert.equal((await forced.ended).how, 'signal SIGKILL');
  });

  it('lets a server know by its channel that its supervisor was killed', async () => {
    const service = await serviceOf(
      'process.on("disconnect", () => process.exit()); process.send({ type: "ready" })',
    );
    const url = JSON.stringify(new URL('service-process.ts', import.meta.url).href);
    const { said: _, ...given } = service;
    const supervisor = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      `import { spawnService } from ${url};
       const app = spawnService('app', { ...${JSON.stringify(given)}, say: console.error });
       await app.message('ready');
       console.log(app.pid);`,
    ]);
    // The app has our pipe's other end too: its end of file is the app's end.
    const lines = createInterface({ input: supervisor.stdout })[Symbol.asyncIterator]();
    const pid = Number((await lines.next()).value);
    assert.ok(pid > 0);
    supervisor.kill('SIGKILL');
    await once(supervisor, 'exit');
    await gone(pid);
  });
});

describe('runJob', () => {
  it('answers what the job printed, and keeps that out of every log', async () => {
    const service = await serviceOf(`
      console.log('{"level":"info","msg":"made"}');
      console.log('{"password":"secret"}');`);
    const results = await runJob('bootstrap', service, new AbortController().signal);
    assert.deepEqual(results, ['{"password":"secret"}']);
    assert.doesNotMatch(await readFile(join(service.logs, 'bootstrap.log'), 'utf8'), /secret/);
  });

  it('fails with the job’s own words', async () => {
    const service = await serviceOf(
      'console.error("Error: migration 0007 has changed"); process.exitCode = 1',
    );
    const failed = runJob('migrate', service, new AbortController().signal);
    await assert.rejects(
      failed,
      /migrate of the service ended \(exit code 1\): Error: migration 0007 has changed/,
    );
  });

  it('is cut off by an interrupt', async () => {
    const service = await serviceOf('setInterval(() => {}, 1000)');
    const interrupt = AbortSignal.timeout(50);
    await assert.rejects(runJob('maintain', service, interrupt), { name: 'TimeoutError' });
  });
});

/** Resolves when no process has this id any more; the test's own time limit bounds the wait. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
