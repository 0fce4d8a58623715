import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { databaseName } from '../../service/contract.ts';
import { prepareDatabase } from '../local/database.ts';
import { serviceSettings } from '../local/service-environment.ts';
import { runJob, type LocalService } from '../local/service-process.ts';
import { startTestPostgres } from '../local/test-postgres.ts';

export type DatabaseOptions = {
  /** The repository. */
  readonly root: string;
  /** Folder on the disk that is to be measured. */
  readonly within: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** The one database that all contenders write to. */
export type IntakeDatabase = {
  /** For files of the bench, on the database's disk. */
  readonly folder: string;
  readonly superuser: pg.Client;
  /** As PostgreSQL says it. */
  readonly version: string;
  /** As `midcoast_app`. */
  readonly databaseUrl: string;
  readonly service: LocalService;
  readonly account: string;
  readonly authorization: string;
};

/** The most that a key may be given; the bench comes nowhere near. */
const leadsPerSecond = 100_000;

/**
 * Starts a PostgreSQL that keeps every promise, with the service's roles and schema and one account. What it
 * started is stopped, and its folder removed, when the stack is disposed of.
 */
export async function startIntakeDatabase(
  options: DatabaseOptions,
  stack: AsyncDisposableStack,
): Promise<IntakeDatabase> {
  const { within, signal } = options;
  await mkdir(within, { recursive: true });
  const folder = await mkdtemp(join(within, 'bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startTestPostgres({ signal, within });
  stack.defer(() => postgres.stop());

  const secrets = { ownerPassword: secret(24), appPassword: secret(24), contactKeySecret: secret(32) };
  const service = describeService(options, folder, secrets, postgres.url);
  await prepareDatabase(postgres.url, secrets);
  await runJob('migrate', service, signal);
  const [line = '{}'] = await runJob('bootstrap', service, signal);
  const { apiKey, accountId } = JSON.parse(line) as { apiKey: string; accountId: string };

  const superuser = new pg.Client({ connectionString: new URL(databaseName, postgres.url).href });
  await superuser.connect();
  stack.defer(() => superuser.end());
  await superuser.query('update api_keys set rate_per_second = $1', [leadsPerSecond]);
  const { rows } = await superuser.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  return {
    folder,
    superuser,
    version: rows[0]?.version ?? '',
    databaseUrl: service.settings.MIDCOAST_DATABASE_URL ?? '',
    service,
    account: accountId,
    authorization: `Bearer ${apiKey}`,
  };
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function describeService(
  { root, environment, say }: DatabaseOptions,
  folder: string,
  secrets: Parameters<typeof serviceSettings>[0]['secrets'],
  superuserUrl: string,
): LocalService {
  const settings = serviceSettings({
    secrets,
    postgresPort: Number(new URL(superuserUrl).port),
    httpPort: 0,
    metricsPort: 0,
    commit: 'bench',
    verbose: false,
  });
  const entry = join(root, 'src', 'service', 'main.ts');
  return { entry, settings, shell: environment, logs: folder, verbose: false, say };
}
