import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from './connections/test-database.ts';
import { eventTypes, metrics, probes, processes, variables, type ProcessName } from './contract.ts';
import { operations } from './http/api/api.ts';
import { openTestService, type TestService } from './test-service.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const recorder = new URL('test-environment-recorder.ts', import.meta.url).href;

let database: TestDatabase;
let service: TestService;

before(async () => {
  database = await openTestDatabase();
  service = await openTestService();
});
after(async () => {
  await service.stop();
  await database.drop();
});

type Said = {
  readonly type: string;
  readonly httpPort?: number;
  readonly metricsPort?: number;
  readonly names?: string[];
};

/** Runs a process with every variable of the contract that it is given; answers what it read and where it listened. */
async function run(name: ProcessName) {
  const given: Record<string, string> = {
    MIDCOAST_DATABASE_URL: database.appUrl,
    MIDCOAST_OWNER_DATABASE_URL: database.ownerUrl,
    MIDCOAST_CONTACT_KEY_SECRET: '7'.repeat(64),
    MIDCOAST_HTTP_PORT: '0',
    MIDCOAST_METRICS_PORT: '0',
    MIDCOAST_LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, ['--import', recorder, main, name], {
    env: { PATH: process.env['PATH'], ...given },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const said: Said[] = [];
  // Only then has everything come that it said at its end.
  const ended = once(child, 'close');
  const ready = new Promise<Said>((resolve) => {
    child.on('message', (message: Said) => {
      said.push(message);
      if (message.type === 'ready') resolve(message);
    });
  });
  return {
    ready,
    stop: () => child.kill('SIGTERM'),
    ended: ended.then(([code]) => ({
      code: code as number,
      read: new Set(said.find(({ type }) => type === 'read')?.names),
    })),
  };
}

describe('the contract', () => {
  for (const name of Object.keys(processes) as ProcessName[]) {
    it(`lists the variables that ${name} reads, and no other`, { timeout: 60_000 }, async () => {
      const running = await run(name);
      if (processes[name].kind === 'server') {
        await running.ready;
        running.stop();
      }
      const { code, read } = await running.ended;
      assert.equal(code, 0);
      const listed = Object.entries(variables).filter(([, { processes: of }]) =>
        (of as readonly string[]).includes(name),
      );
      assert.deepEqual([...read].toSorted(), listed.map(([variable]) => variable).toSorted());
    });
  }

  it('lists the ports that app opens, and its probes answer there', { timeout: 60_000 }, async () => {
    const running = await run('app');
    const { httpPort = 0, metricsPort = 0 } = await running.ready;
    const at = { http: httpPort, metrics: metricsPort };
    for (const { path, port } of Object.values(probes)) {
      const { status } = await fetch(`http://127.0.0.1:${at[port]}${path}`);
      assert.equal(status, 200, path);
    }
    assert.equal(
      (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).status,
      404,
      'metrics have a port of their own',
    );
    running.stop();
    await running.ended;
    for (const port of [httpPort, metricsPort])
      await assert.rejects(once(connect(port, '127.0.0.1'), 'connect'));
  });

  it('lists the series that are exported', async () => {
    await service.ask('GET', '/v1/version');
    const text = await (await fetch(service.metricsUrl)).text();
    const exported = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => [name, kind]);
    const ours = exported.filter(([name]) => !/^(process|nodejs)_/.test(name ?? ''));
    assert.deepEqual(
      ours.map(String).toSorted(),
      Object.entries(metrics)
        .map(([name, { kind }]) => `${name},${kind}`)
        .toSorted(),
    );
  });

  it('gives a value to every series once leads and a sign-in came', async () => {
    const lead = { source: 'Web', email: 'series@contract.example' };
    await service.ask('POST', '/v1/leads', { body: lead });
    await service.signIn('viewer');
    const scrape = async () => {
      const text = await (await fetch(service.metricsUrl)).text();
      const silent = Object.entries(metrics).filter(([name, { kind }]) => {
        const sample = new RegExp(`^${name}${kind === 'histogram' ? '_count' : ''}(?:\\{.*\\})? [0-9]`, 'm');
        return !sample.test(text);
      });
      return { text, silent };
    };
    // A scrape waits for a busy database for a moment only; a later one has what that answered.
    const until = performance.now() + 60_000;
    let { text, silent } = await scrape();
    while (silent.length > 0 && performance.now() < until) ({ text, silent } = await scrape());
    assert.deepEqual(silent, []);
    assert.match(text, /^midcoast_consumer_lag_events\{group="leaderboard"\} \d+$/m);
    assert.match(text, /^midcoast_database_connections\{state="idle"\} [1-9]/m);
  });

  it('has every operation of the document registered', async () => {
    const document = (await service.ask('GET', '/openapi.json')).json;
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    assert.deepEqual(
      documented.toSorted(),
      operations.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
    for (const { method, path } of operations) {
      const { status, text } = await service.ask(method, path.replace('{id}', 'none'), { as: 'nobody' });
      assert.ok(
        status !== 404 && status !== 405,
        `${method} ${path} answers ${status}: ${text.slice(0, 200)}`,
      );
    }
  });

  it('lists the types of events that are written', async () => {
    await writeEveryEvent();
    const client = new pg.Client({ connectionString: service.superuserUrl });
    await client.connect();
    const { rows } = await client.query<{ type: string }>('select distinct type from outbox');
    await client.end();
    assert.deepEqual(rows.map(({ type }) => type).toSorted(), eventTypes.toSorted());
  });
});

async function writeEveryEvent(): Promise<void> {
  const lead = { source: 'Web', email: 'one@events.example' };
  const { json } = await service.ask('POST', '/v1/leads', { body: lead });
  await service.ask('POST', '/v1/leads', { body: lead });
  const contact = { kind: 'email', value: 'two@events.example', reason: 'other' };
  const suppression = await service.ask('POST', '/v1/suppressions', { body: contact });
  await service.ask('POST', '/v1/leads', { body: { source: 'Web', email: contact.value } });
  await service.ask('DELETE', `/v1/suppressions/${suppression.json.id}`);
  await service.ask('DELETE', `/v1/leads/${json.id}`);
  await service.ask('POST', '/v1/imports', {
    body: 'Email\nthree@events.example\n',
    headers: { 'content-type': 'text/csv' },
  });
}
