import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './program.ts';

/** Which files of the Python Package Index a program of ours is made of: `python-locks/<name>.txt`. */
export type PythonLock = {
  readonly path: string;
  /** Of the program itself, as it is pinned there. */
  readonly version: string;
  /** Eight digits that are others as soon as anything in the lock is. */
  readonly sum: string;
};

/** `uv pip compile` makes it of `<name>.in`, with the SHA-256 of each file that the index has; see CONTRIBUTING.md. */
export async function readPythonLock(name: string, { root }: Pick<Machine, 'root'>): Promise<PythonLock> {
  const path = join(root, 'src', 'operations', 'toolbox', 'python-locks', `${name}.txt`);
  const text = await readFile(path, 'utf8');
  const version = text
    .split('\n')
    .find((line) => line.startsWith(`${name}==`))
    ?.split(/==|\s/)[1];
  if (version === undefined) throw new RangeError(`${path} pins no ${name}`);
  return { path, version, sum: createHash('sha256').update(text).digest('hex').slice(0, 8) };
}
