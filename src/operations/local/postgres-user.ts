import { execFile, type SpawnOptions } from 'node:child_process';
import { chown, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import type { PostgresBinaries } from '../toolbox/postgres-binaries.ts';

/** Who runs PostgreSQL: we ourselves, or another user because PostgreSQL refuses to run as root. */
export type PostgresUser =
  | { readonly kind: 'self' }
  | {
      readonly kind: 'other';
      readonly uid: number;
      readonly gid: number;
      readonly wayIn: 'open' | 'capabilities';
    };

/** What `spawn` is to be given. */
export type Launch = {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly options: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
};

/**
 * PGPORT, PGDATA, LANG and their like of the person who starts us must change nothing; and the folder that
 * person stands in may be closed to the other user.
 */
const surroundings = { cwd: '/', env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' } };

/**
 * Chooses the user. As root that is the owner of the data when another user made it, else `nobody`; and
 * where a folder on the way is closed to that user (a clone under a home of mode 700), it keeps the two
 * capabilities that open it. Throws a {@link Failure} of exit `missing` when none of it can be had.
 */
export async function choosePostgresUser(
  directory: string,
  binaries: PostgresBinaries,
): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const owner = await stat(join(directory, 'cluster')).catch(() => undefined);
  const user = owner !== undefined && owner.uid !== 0 ? owner : await findNobody();
  const needed = [
    directory,
    binaries.postgres,
    join(binaries.home, 'lib'),
    join(binaries.home, 'share', 'postgresql', 'postgres.bki'),
  ];
  const closed = (await Promise.all(needed.map((path) => closedOnTheWay(path, user)))).find(
    (path) => path !== undefined,
  );
  const { uid, gid } = user;
  if (closed === undefined) return { kind: 'other', uid, gid, wayIn: 'open' };
  await requireSetpriv(closed, uid, gid);
  return { kind: 'other', uid, gid, wayIn: 'capabilities' };
}

/** Makes a file or an empty folder of ours the user's own. */
export async function giveTo(user: PostgresUser, path: string): Promise<void> {
  if (user.kind === 'other') await chown(path, user.uid, user.gid);
}

/** How to start one of PostgreSQL's programs as that user. */
export function launchAs(user: PostgresUser, program: string, args: readonly string[]): Launch {
  if (user.kind === 'self') return { command: program, arguments: args, options: surroundings };
  const { uid, gid } = user;
  if (user.wayIn === 'open') {
    return { command: program, arguments: args, options: { ...surroundings, uid, gid } };
  }
  // setpriv replaces itself by the program, so the process id is the program's.
  return {
    command: 'setpriv',
    arguments: [...setprivArguments(uid, gid), program, ...args],
    options: surroundings,
  };
}

type Ids = { readonly uid: number; readonly gid: number };

/** DAC_READ_SEARCH enters closed folders, DAC_OVERRIDE runs programs of mode 700: capabilities(7). */
function setprivArguments(uid: number, gid: number): readonly string[] {
  const capabilities = '+dac_override,+dac_read_search';
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
    '--',
  ];
}

async function findNobody(): Promise<Ids> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = accounts.split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = fields.find(([name]) => name === 'nobody') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Failure({
      code: 'no_unprivileged_user',
      exit: 'missing',
      message: 'PostgreSQL refuses to run as root, and /etc/passwd has no user `nobody` to run it as',
      next: 'run Midcoast as a user other than root',
    });
  }
  // macOS writes nobody's ids as -2.
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/** The first folder above the path, or the path itself, that these ids may not enter or read. */
async function closedOnTheWay(path: string, ids: Ids): Promise<string | undefined> {
  const target = await realpath(path);
  if (!(await may(ids, target, 0o4))) return target;
  for (let folder = dirname(target); ; folder = dirname(folder)) {
    if (!(await may(ids, folder, 0o1))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

async function may({ uid, gid }: Ids, path: string, right: number): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(path);
  const shift = owner === uid ? 6 : group === gid ? 3 : 0;
  return ((mode >> shift) & right) === right;
}

async function requireSetpriv(closed: string, uid: number, gid: number): Promise<void> {
  try {
    await promisify(execFile)('setpriv', [...setprivArguments(uid, gid), 'true'], surroundings);
  } catch (cause) {
    throw new Failure({
      code: 'postgres_shut_out',
      exit: 'missing',
      message: `PostgreSQL refuses to run as root, and user ${uid} may not enter ${closed}`,
      facts: { folder: closed, user: uid },
      next:
        'run Midcoast as a user other than root, open the folder with `chmod o+x`, ' +
        'clone Midcoast elsewhere, or install setpriv (util-linux)',
      cause,
    });
  }
}
