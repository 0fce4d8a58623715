import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { databaseName } from '../../service/contract.ts';
import { LoadProcess } from '../load/load-process.ts';
import { prepareDatabase } from '../local/database.ts';
import { environmentOf, serviceSettings } from '../local/service-environment.ts';
import { runJob, type LocalService } from '../local/service-process.ts';
import { startTestPostgres } from '../local/test-postgres.ts';
import { LeadNumbers } from './http-contender.ts';
import { findInserter, type Inserter } from './inserts.ts';
import { insertStatement, serverStatement } from './insert-statement.ts';
import type { NaiveOrder } from './naive-server.ts';
import { readSampleRows } from './sample-rows.ts';
import { postSample, readLeadSchema } from './sample-lead.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export type SetupOptions = {
  /** The repository. */
  readonly root: string;
  /** Folder on the disk that is to be measured. */
  readonly within: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** Everything that the bench measures, running. Disposing of it stops all and removes the folder. */
export type IntakeSetup = AsyncDisposable & {
  readonly folder: string;
  readonly superuser: pg.Client;
  readonly postgres: string;
  readonly authorization: string;
  readonly load: LoadProcess;
  readonly numbers: LeadNumbers;
  readonly servers: Readonly<Record<'single' | 'noDatabase' | 'naive', ServerProcess>>;
  readonly inserter: Inserter;
};

/** Starts one PostgreSQL of its own, the service on it, the servers that it is compared with, and the load. */
export async function setUpIntake(options: SetupOptions): Promise<IntakeSetup> {
  await using stack = new AsyncDisposableStack();
  const { signal, say } = options;
  await mkdir(options.within, { recursive: true });
  const folder = await mkdtemp(join(options.within, 'bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));

  say('starting PostgreSQL and the service');
  const postgres = await startTestPostgres({ signal, within: options.within });
  stack.defer(() => postgres.stop());
  const service = describeService(options, folder, postgres.url);
  const { superuser, apiKey, account } = await fillDatabase(postgres.url, service, signal);
  stack.defer(() => superuser.end());
  const authorization = `Bearer ${apiKey}`;

  const serve = async (name: string, rest: Partial<Parameters<typeof startServer>[0]>) => {
    const environment = environmentOf('app', service.settings, service.shell);
    const server = await startServer({ name, file: service.entry, arguments: ['app'], environment, ...rest });
    stack.defer(() => server.stop());
    return server;
  };
  const single = await serve('the service', {});
  const numbers = new LeadNumbers();
  const sample = await readSampleRows(superuser, await postSample(single.url, authorization, numbers));
  const noDatabase = await serve('the service without intake’s database', {
    nodeOptions: ['--import', new URL('null-database.ts', import.meta.url).href],
  });
  const databaseUrl = service.settings.MIDCOAST_DATABASE_URL ?? '';
  const naive = await serve('the naive server', {
    file: fileURLToPath(new URL('naive-server.ts', import.meta.url)),
    arguments: [],
    order: {
      databaseUrl,
      account,
      authorization,
      schema: await readLeadSchema(single.url),
      statement: serverStatement(sample),
    } satisfies NaiveOrder,
  });
  const load = await LoadProcess.start();
  stack.defer(() => load.close());
  const inserter = await findInserter({ databaseUrl, account, statement: insertStatement(sample), folder, signal });
  const { rows } = await superuser.query<{ version: string }>("select current_setting('server_version') as version");
  const running = stack.move();
  return {
    folder,
    superuser,
    postgres: `PostgreSQL ${rows[0]?.version}`,
    authorization,
    load,
    numbers,
    servers: { single, noDatabase, naive },
    inserter,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function describeService(
  { root, environment, say }: SetupOptions,
  folder: string,
  superuserUrl: string,
): LocalService {
  const secret = (bytes: number) => randomBytes(bytes).toString('hex');
  const settings = serviceSettings({
    secrets: { ownerPassword: secret(24), appPassword: secret(24), contactKeySecret: secret(32) },
    postgresPort: Number(new URL(superuserUrl).port),
    httpPort: 0,
    metricsPort: 0,
    commit: 'bench',
    verbose: false,
  });
  const entry = join(root, 'src', 'service', 'main.ts');
  return { entry, settings, shell: environment, logs: folder, verbose: false, say };
}

/** Roles, schema and one account whose key may give as many leads a second as it can. */
async function fillDatabase(
  superuserUrl: string,
  service: LocalService,
  signal: AbortSignal,
): Promise<{ superuser: pg.Client; apiKey: string; account: string }> {
  const { settings } = service;
  const passwordOf = (url: string | undefined) => decodeURIComponent(new URL(url ?? '').password);
  await prepareDatabase(superuserUrl, {
    ownerPassword: passwordOf(settings.MIDCOAST_OWNER_DATABASE_URL),
    appPassword: passwordOf(settings.MIDCOAST_DATABASE_URL),
    contactKeySecret: settings.MIDCOAST_CONTACT_KEY_SECRET ?? '',
  });
  await runJob('migrate', service, signal);
  const [line = '{}'] = await runJob('bootstrap', service, signal);
  const { apiKey, accountId } = JSON.parse(line) as { apiKey: string; accountId: string };
  const superuser = new pg.Client({ connectionString: new URL(databaseName, superuserUrl).href });
  await superuser.connect();
  await superuser.query('update api_keys set rate_per_second = 1000000000');
  return { superuser, apiKey, account: accountId };
}
