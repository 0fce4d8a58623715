import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { goTool } from './go.ts';
import type { Machine } from './program.ts';
import type { BringContext } from './tool.ts';
import { requireTool } from './require-tool.ts';

/**
 * Brings Go modules that a `go.mod` of ours names, unpacked, and gives the folder of each by its path. Its `go.sum`
 * vouches for them. Throws a Failure of exit `missing`, code `go_modules_missing`.
 */
export async function bringGoModules(
  folder: string,
  modules: readonly string[],
  machine: Machine,
  context: BringContext,
): Promise<Readonly<Record<string, string>>> {
  const compiler = await requireTool(goTool(machine), context);
  const { signal } = context;
  const answer = await promisify(execFile)(compiler.path, ['mod', 'download', '-json', ...modules], {
    cwd: join(machine.root, folder),
    env: { ...cleanEnvironment(machine.environment), GOFLAGS: '' },
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: { readonly stdout?: string; readonly stderr?: string }) => {
    signal?.throwIfAborted();
    throw missing(
      'Go modules could not be brought',
      (cause.stderr || cause.stdout || '').trim().slice(-500),
      cause,
    );
  });
  return foldersIn(answer.stdout);
}

/** Go writes one JSON object after another, indented, each ended by a brace at the start of a line. */
function foldersIn(output: string): Readonly<Record<string, string>> {
  const objects = output.split(/(?<=^\})\n/m).filter((text) => text.trim() !== '');
  return Object.fromEntries(
    objects.map((text) => {
      const { Path, Dir } = JSON.parse(text) as { readonly Path: string; readonly Dir: string };
      return [Path, Dir] as const;
    }),
  );
}

function missing(message: string, next: string, cause?: unknown): Failure {
  const code = 'go_modules_missing';
  return new Failure({ code, exit: 'missing', message, next, cause });
}
