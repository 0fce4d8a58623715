import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment, EnvironmentName } from '../environments/environment.ts';
import { midcoast } from '../platform/midcoast.ts';
import { generatedFolder, readGenerated, type GeneratedFiles } from './generated-files.ts';
import { digestOf, generate, type Generated } from './generated.ts';

export type SynthReport = {
  readonly environment: EnvironmentName;
  /** Of what should stand there. */
  readonly digest: string;
  readonly files: number;
  /** Paths, relative to the repository, that differ from what should stand there. */
  readonly differing: readonly { readonly path: string; readonly how: 'new' | 'changed' | 'left over' }[];
};

/** Compares `generated/<environment>/` with what should stand there; with `write`, makes it so. */
export async function synth(root: string, environment: Environment, write: boolean): Promise<SynthReport> {
  const folder = generatedFolder(environment.name);
  const wanted = generate(midcoast(environment));
  const found = await readGenerated(root, environment.name);
  const differing = differences(wanted, found);
  if (write) {
    for (const { path, how } of differing) await mend(join(root, folder, path), how, wanted.get(path) ?? '');
  }
  return {
    environment: environment.name,
    digest: digestOf(wanted),
    files: wanted.size,
    differing: differing.map(({ path, how }) => ({ path: join(folder, path), how })),
  };
}

function differences(wanted: Generated, found: GeneratedFiles): SynthReport['differing'] {
  const written = [...wanted].flatMap(([path, text]) => {
    if (found.get(path)?.equals(Buffer.from(text)) === true) return [];
    return [{ path, how: found.has(path) ? ('changed' as const) : ('new' as const) }];
  });
  const left = [...found.keys()].filter((path) => !wanted.has(path));
  return [...written, ...left.map((path) => ({ path, how: 'left over' as const }))];
}

async function mend(path: string, how: string, text: string): Promise<void> {
  if (how === 'left over') return rm(path);
  await mkdir(dirname(path), { recursive: true });
  return writeFile(path, text);
}
