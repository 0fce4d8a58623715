import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import type { Found } from './tool.ts';

/** What looking for programs needs to know of this machine. */
export type Machine = {
  /** The repository's folder; tools of ours lie in `.midcoast/tools`. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** A program that takes longer than this to say its version does not work. */
const versionPatienceMs = 15_000;

/**
 * The first of the names or absolute paths that is an executable and says its version. Names are looked for on
 * PATH. What is there but does not start counts as not found.
 */
export async function findProgram(names: readonly string[], machine: Machine): Promise<Found | undefined> {
  for (const name of names) {
    for (const path of placesOf(name, machine)) {
      if (!(await isExecutable(path))) continue;
      const version = await readVersion(path);
      if (version !== undefined) return { path, version };
    }
  }
  return undefined;
}

/** The first number with a dot that a program says when asked for its version; undefined when it fails. */
export async function readVersion(
  path: string,
  words: readonly string[] = ['--version'],
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(path, [...words], { timeout: versionPatienceMs });
    return /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0];
  } catch {
    return undefined;
  }
}

function placesOf(name: string, { environment }: Machine): readonly string[] {
  if (isAbsolute(name)) return [name];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name));
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
