import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './running-midcoast.ts';

/** A report of a rehearsal or a check can be long. */
const mostOutputBytes = 64 * 1024 * 1024;

/** Runs a command with `--json` and gives its object; what it says stands in the error when it fails. */
export async function runJson<T>(words: readonly string[]): Promise<T> {
  try {
    const { stdout } = await promisify(execFile)(join(root, 'midcoast'), [...words, '--json'], {
      maxBuffer: mostOutputBytes,
    });
    return JSON.parse(stdout) as T;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stderr.slice(-4_000)}\n${stdout.slice(0, 2_000)}`, { cause: error });
  }
}
