import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../../failure.ts';
import type { PackName } from './finding.ts';

export type Scanner<Name extends string = PackName> = {
  readonly pack: Name;
  readonly path: string;
  readonly signal: AbortSignal;
};

/** A scan of this platform takes seconds. */
const patienceMs = 300_000;
/** Reports name every check of every resource. */
const mostBytes = 256 * 1024 ** 2;

/**
 * Runs a pack and gives what it wrote. Packs end with 1 when they found something, which is no failure.
 *
 * @throws {Failure} `pack_failed` when it wrote no JSON.
 */
export async function scan(
  { pack, path, signal }: Scanner<string>,
  words: readonly string[],
): Promise<unknown> {
  const options = { signal, timeout: patienceMs, maxBuffer: mostBytes, env: quietEnvironment };
  const run = promisify(execFile);
  const { stdout, stderr } = await run(path, [...words], options).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return error as { stdout: string; stderr: string };
  });
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Failure({
      code: 'pack_failed',
      exit: 'outside',
      message: `${pack} gave no report`,
      facts: { said: stderr.trim().split('\n').at(-1) ?? '' },
      next: `remove its folder in .midcoast/tools and run again`,
      cause,
    });
  }
}

/** Nothing of the person’s environment: a pack looks for tokens there, and would send what it finds. */
const quietEnvironment = {
  LANG: 'C.UTF-8',
  PATH: '/usr/bin:/bin',
  LOG_LEVEL: 'ERROR',
  // What is looked at lies in `.midcoast`, and checkov passes by objects in hidden folders.
  CKV_IGNORE_HIDDEN_DIRECTORIES: 'false',
};
