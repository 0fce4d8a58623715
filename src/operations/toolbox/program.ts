import { execFile } from 'node:child_process';
import { constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { isAccessible } from '../path-access.ts';
import { cleanEnvironment } from './clean-environment.ts';
import type { Found } from './tool.ts';

/** What looking for programs needs to know of this machine. */
export type Machine = {
  /** The repository's folder; tools of ours lie in `.midcoast/tools`. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** A program that takes longer than this to say its version does not work. */
const versionPatienceMs = 15_000;

/** How a program is asked for its version, and which versions will do. */
export type Wanted = {
  readonly words?: readonly string[];
  readonly accepts?: (version: string) => boolean;
};

/**
 * The first of the names or absolute paths that is an executable and says a version that will do. Names are looked for
 * on PATH. What is there but does not start counts as not found.
 */
export async function findProgram(
  names: readonly string[],
  machine: Machine,
  { words, accepts = () => true }: Wanted = {},
): Promise<Found | undefined> {
  for (const name of names) {
    for (const path of placesOf(name, machine)) {
      if (!(await isAccessible(path, constants.X_OK))) continue;
      const version = await readVersion(path, machine, words);
      if (version !== undefined && accepts(version)) return { path, version };
    }
  }
  return undefined;
}

/** The first number with a dot that a program says when asked for its version; undefined when it fails. */
export async function readVersion(
  path: string,
  { environment }: Pick<Machine, 'environment'>,
  words: readonly string[] = ['--version'],
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(path, [...words], {
      timeout: versionPatienceMs,
      env: cleanEnvironment(environment),
    });
    return /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0];
  } catch {
    return undefined;
  }
}

/** Whether a version such as `1.26.8` is this one or a later one. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [isMajor = 0, isMinor = 0] = version.split('.').map(Number);
  return isMajor > major || (isMajor === major && isMinor >= minor);
}

function placesOf(name: string, { environment }: Machine): readonly string[] {
  if (isAbsolute(name)) return [name];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name));
}
