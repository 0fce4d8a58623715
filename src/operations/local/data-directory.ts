import { chmod, mkdir, readFile, readdir, realpath, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { formatBytes } from '../figures.ts';

/** Where one Midcoast keeps everything that outlives it. */
export type DataDirectory = {
  readonly path: string;
  /** The folder that `startPostgres` is given. */
  readonly postgres: string;
  readonly logs: string;
  readonly secrets: string;
};

/** A file that tells our folders from others; `--reset` empties no folder without it. */
const markerName = '.midcoast-data';
/** Makers of disks and desktops leave these in folders that are empty otherwise. */
const neverMind = ['lost+found', '.DS_Store'];
/** What a data folder holds, by how its names begin, beside the marker and the lock. */
const ours = ['postgres', 'logs', 'secrets.json'];
const markerText =
  'This folder belongs to Midcoast: its database, logs and secrets. `up --reset` empties it.\n';

/** Half of it is PostgreSQL's log of changes in quiet use; the rest is room for leads. */
const leastFreeBytes = 300 * 1024 * 1024;

/** Where data lives unless `--data` says otherwise. */
export function defaultDataPath(root: string): string {
  return join(root, '.midcoast', 'data');
}

/**
 * Opens a data folder, making it where there is none. Throws a {@link Failure} when the folder holds other
 * things than Midcoast's, cannot be written, or has too little room on its disk.
 */
export async function openDataDirectory(given: string): Promise<DataDirectory> {
  const path = await makeFolder(given);
  await requireOurs(path);
  const names = (await readdir(path)).filter((name) => !neverMind.includes(name));
  if (!names.includes(markerName)) {
    if (names.length > 0) throw notOurs(path, names);
    await writeFile(join(path, markerName), markerText, { mode: 0o644 });
  }
  // Open to pass through where PostgreSQL runs as another user; what is secret in it is closed by itself.
  await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700);
  await requireRoom(path);
  const logs = join(path, 'logs');
  await mkdir(logs, { recursive: true, mode: 0o700 });
  return { path, postgres: join(path, 'postgres'), logs, secrets: join(path, 'secrets.json') };
}

/**
 * Removes what Midcoast keeps in the folder; its marker and the lock, which the caller holds, stay. Throws a
 * {@link Failure} of exit `refused` when the folder bears no marker of ours.
 */
export async function emptyDataDirectory({ path, logs }: DataDirectory): Promise<void> {
  const marker = await readFile(join(path, markerName), 'utf8').catch(() => '');
  const names = await readdir(path);
  if (marker !== markerText) throw notOurs(path, names);
  const doomed = names.filter((name) => ours.some((own) => name.startsWith(own)));
  await Promise.all(doomed.map((name) => rm(join(path, name), { recursive: true, force: true })));
  await mkdir(logs, { recursive: true, mode: 0o700 });
}

/** Bytes that a user other than root may still write to the disk of this folder. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

async function makeFolder(given: string): Promise<string> {
  try {
    await makeWithThoseAbove(given);
    return await realpath(given);
  } catch (cause) {
    throw new Failure({
      code: 'data_not_writable',
      exit: 'missing',
      message: `the data folder cannot be made: ${(cause as Error).message}`,
      facts: { data: given },
      next: 'name a folder that you may write with --data',
      cause,
    });
  }
}

/**
 * Node's own recursive mkdir tries for ever where the folder above exists and mkdir(2) says ENOENT all the same,
 * as it does in /proc.
 */
async function makeWithThoseAbove(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || (await isFolder(above))) throw error;
    await makeWithThoseAbove(above);
    await makeWithThoseAbove(path);
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function requireOurs(path: string): Promise<void> {
  const user = process.getuid?.();
  const { uid } = await stat(path);
  if (user === undefined || user === 0 || user === uid) return;
  throw new Failure({
    code: 'data_of_another_user',
    exit: 'refused',
    message: `the data folder belongs to user ${uid}, and this is user ${user}`,
    facts: { data: path, owner: uid, user },
    next: 'start as the user who made it, or name another folder with --data',
  });
}

async function requireRoom(path: string): Promise<void> {
  const free = await freeBytes(path);
  if (free >= leastFreeBytes) return;
  throw new Failure({
    code: 'disk_low',
    exit: 'missing',
    message: `the disk of the data folder has ${formatBytes(free)} free; Midcoast starts with ${formatBytes(leastFreeBytes)}`,
    facts: { data: path, freeBytes: free, neededBytes: leastFreeBytes },
    next: 'free some space, or name a folder on another disk with --data',
  });
}

function notOurs(path: string, names: readonly string[]): Failure {
  return new Failure({
    code: 'data_not_ours',
    exit: 'refused',
    message: 'the data folder holds files that are not Midcoast’s; nothing was changed',
    facts: { data: path, holds: names.toSorted().slice(0, 5).join(', ') },
    next: 'name an empty or a new folder with --data',
  });
}
