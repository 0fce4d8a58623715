import { fileURLToPath } from 'node:url';
import { LoadProcess } from '../load/load-process.ts';
import { environmentOf } from '../local/service-environment.ts';
import { LeadNumbers } from './http-contender.ts';
import { findInserter, type Inserter } from './inserts.ts';
import { insertStatement, serverStatement } from './insert-statement.ts';
import { startIntakeDatabase, type DatabaseOptions, type IntakeDatabase } from './intake-database.ts';
import type { NaiveOrder } from './naive-server.ts';
import { postSample, readLeadSchema } from './sample-lead.ts';
import { readSampleRows } from './sample-rows.ts';
import { startServer, type ServerOptions, type ServerProcess } from './server-process.ts';

/** Everything that the bench measures, running. Disposing of it stops all and removes the folder. */
export type IntakeSetup = AsyncDisposable &
  Pick<IntakeDatabase, 'folder' | 'superuser' | 'version' | 'authorization'> & {
    readonly load: LoadProcess;
    readonly numbers: LeadNumbers;
    readonly servers: Readonly<Record<'single' | 'noDatabase' | 'naive', ServerProcess>>;
    readonly inserter: Inserter;
  };

/** Starts one PostgreSQL of its own, the service on it, the servers that it is compared with, and the load. */
export async function setUpIntake(options: DatabaseOptions): Promise<IntakeSetup> {
  await using stack = new AsyncDisposableStack();
  options.say('starting PostgreSQL and the service');
  const database = await startIntakeDatabase(options, stack);
  const { folder, superuser, version, databaseUrl, account, authorization } = database;
  const serve = serverStarter(database, stack);
  const single = await serve('the service', {});
  const noDatabase = await serve('the service without intake’s database', {
    nodeOptions: ['--import', new URL('null-database.ts', import.meta.url).href],
  });

  const numbers = new LeadNumbers();
  const sample = await readSampleRows(superuser, await postSample(single.url, authorization, numbers));
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
  const statement = insertStatement(sample);
  const inserter = await findInserter({ databaseUrl, account, statement, folder, signal: options.signal });
  const load = await LoadProcess.start();
  stack.defer(() => load.close());
  const running = stack.move();
  return {
    folder,
    superuser,
    version,
    authorization,
    load,
    numbers,
    servers: { single, noDatabase, naive },
    inserter,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Starts servers and stops them at the end; each is the service's `app` unless told otherwise. */
function serverStarter({ service }: IntakeDatabase, stack: AsyncDisposableStack) {
  return async (name: string, rest: Partial<ServerOptions>): Promise<ServerProcess> => {
    const environment = environmentOf('app', service.settings, service.shell);
    const server = await startServer({
      name,
      file: service.entry,
      arguments: ['app'],
      environment,
      ...rest,
    });
    stack.defer(() => server.stop());
    return server;
  };
}
