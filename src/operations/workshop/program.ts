import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Workplace } from './gate.ts';

export type ProgramEnd = {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a program that came with a development package, by the Node that runs us, in the repository's folder. */
export async function runPackageProgram(
  name: string,
  words: readonly string[],
  { root, environment, signal }: Workplace,
): Promise<ProgramEnd> {
  const child = spawn(process.execPath, [join(root, 'node_modules', '.bin', name), ...words], {
    cwd: root,
    env: toolEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/** Our Node comes first on PATH: some of these programs start others through `env node`. */
export function toolEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const path = [dirname(process.execPath), environment['PATH'] ?? ''].join(delimiter);
  const { FORCE_COLOR: _, ...rest } = environment;
  return { ...rest, PATH: path, NO_COLOR: '1' };
}
