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
    { path: directory, right: enter },
    { path: binaries.postgres, right: read | enter },
    { path: join(binaries.home, 'lib'), right: enter },
    { path: join(binaries.home, 'share', 'postgresql', 'postgres.bki'), right: read },
  ];
  const ways = await Promise.all(needed.map(({ path, right }) => closedOnTheWay(path, right, user)));
  const closed = ways.find((path) => path !== undefined);
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

/**
 * DAC_READ_SEARCH enters closed folders, DAC_OVERRIDE runs programs of mode 700. PostgreSQL looks for its own
 * programs by access(2), which forgets the capabilities of a user other than root, unless no_setuid_fixup is
 * set. https://man7.org/linux/man-pages/man7/capabilities.7.html
 */
function setprivArguments(uid: number, gid: number): readonly string[] {
  const capabilities = '+dac_override,+dac_read_search';
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
    '--securebits=+no_setuid_fixup',
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

/** Bits of a file's mode: to read it; to run a program or to go into a folder. */
const read = 0o4;
const enter = 0o1;

/** The path, or the first folder above it, that these ids may not use. */
async function closedOnTheWay(path: string, right: number, ids: Ids): Promise<string | undefined> {
  const target = await realpath(path);
  if (!(await may(ids, target, right))) return target;
  for (let folder = dirname(target); ; folder = dirname(folder)) {
    if (!(await may(ids, folder, enter))) return folder;
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
