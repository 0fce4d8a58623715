import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { PostgresBinaries } from '../toolbox/postgres-binaries.ts';
import { writeAtomically } from './atomic-file.ts';
import { explainEnd, explainNoStart } from './postgres-trouble.ts';
import { giveTo, launchAs, type Launch, type PostgresUser } from './postgres-user.ts';

/**
 * One builtin collation by code point: the same order on every machine and in every version, which neither
 * the C library's nor ICU's collations promise; letters still have case beyond ASCII.
 * https://www.postgresql.org/docs/18/locale.html#LOCALE-PROVIDERS
 */
const initdbArguments = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
];

const draftPrefix = 'cluster.new-';

export type Cluster = {
  /** PostgreSQL's own data folder. */
  readonly path: string;
  readonly superuserPassword: string;
  /** Whether it was made just now. */
  readonly isNew: boolean;
};

export type ClusterOptions = {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  /** Whether the folder is thrown away soon: then initdb need not wait for the disk. */
  readonly disposable: boolean;
  /** Told before initdb runs, which takes about a second. */
  readonly onMake: () => void;
};

/**
 * Opens the cluster in `<directory>/cluster`, made by initdb when there is none. Made beside and moved into
 * place, so that a start that was cut off leaves nothing half done. The superuser's password is kept in
 * `<directory>/superuser-password`, mode 600.
 */
export async function openCluster(directory: string, options: ClusterOptions): Promise<Cluster> {
  const path = join(directory, 'cluster');
  const isNew = !(await holdsCluster(path));
  const superuserPassword = await keepPassword(join(directory, 'superuser-password'), isNew);
  if (isNew) {
    options.onMake();
    await removeDrafts(directory);
    const draft = await mkdirDraft(directory, options.user);
    await initialize(draft, superuserPassword, options);
    await rename(draft, path);
  }
  return { path, superuserPassword, isNew };
}

async function holdsCluster(path: string): Promise<boolean> {
  try {
    return (await stat(join(path, 'PG_VERSION'))).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new Failure({
      code: 'data_not_ours',
      exit: 'refused',
      message: 'the data of PostgreSQL cannot be opened: it belongs to another user',
      facts: { path },
      next: 'start as the user who made it, or name another folder with --data',
      cause: error,
    });
  }
}

async function keepPassword(path: string, isNew: boolean): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  if (!isNew) {
    throw new Failure({
      code: 'password_lost',
      exit: 'refused',
      message: 'the data of PostgreSQL is there, but the file with its password is not',
      facts: { path },
      next: 'put the file back, or begin anew with --reset',
    });
  }
  const password = randomBytes(24).toString('hex');
  await writeAtomically(path, password);
  return password;
}

async function removeDrafts(directory: string): Promise<void> {
  const names = await readdir(directory);
  const drafts = names.filter((name) => name.startsWith(draftPrefix));
  await Promise.all(drafts.map((name) => rm(join(directory, name), { recursive: true, force: true })));
}

async function mkdirDraft(directory: string, user: PostgresUser): Promise<string> {
  const path = join(directory, `${draftPrefix}${process.pid}`);
  await mkdir(path, { mode: 0o700 });
  await giveTo(user, path);
  return path;
}

async function initialize(draft: string, password: string, options: ClusterOptions): Promise<void> {
  const { binaries, user, disposable } = options;
  const passwordFile = `${draft}.password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    await giveTo(user, passwordFile);
    await runQuietly(
      launchAs(user, binaries.initdb, [
        ...initdbArguments,
        ...(disposable ? ['--no-sync'] : []),
        `--pwfile=${passwordFile}`,
        `--pgdata=${draft}`,
      ]),
    );
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Runs initdb to its end: an interrupt is looked at after it. */
function runQuietly(launch: Launch): Promise<void> {
  const child = spawn(launch.command, launch.arguments, {
    ...launch.options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(explainNoStart(cause)));
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(explainEnd(`exit code ${code}`, said, 'initdb')),
    );
  });
}
