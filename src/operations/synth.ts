import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Environment, EnvironmentName } from '../environments/environment.ts';
import { midcoast } from '../platform/midcoast.ts';
import { digestOf, generate, type Generated } from './generated.ts';

export type SynthReport = {
  readonly environment: EnvironmentName;
  /** Of what should stand there. */
  readonly digest: string;
  readonly files: number;
  /** Paths, relative to the repository, that differ from what should stand there. */
  readonly differing: readonly { readonly path: string; readonly how: 'new' | 'changed' | 'left over' }[];
};

/** Where what is generated for an environment stands, relative to the repository. */
export function generatedFolder(environment: EnvironmentName): string {
  return join('generated', environment);
}

/** Compares `generated/<environment>/` with what should stand there; with `write`, makes it so. */
export async function synth(root: string, environment: Environment, write: boolean): Promise<SynthReport> {
  const folder = generatedFolder(environment.name);
  const wanted = generate(midcoast(environment));
  const found = await readFolder(join(root, folder));
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

function differences(wanted: Generated, found: Generated): SynthReport['differing'] {
  const written = [...wanted].flatMap(([path, text]) => {
    if (found.get(path) === text) return [];
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

/** Every file of a folder, by its path within it, with slashes; empty where there is no folder. */
async function readFolder(folder: string): Promise<Generated> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const files = await Promise.all(
    paths.map(async (path) => {
      const within = path.slice(folder.length + 1).replaceAll(sep, '/');
      return [within, await readFile(path, 'utf8')] as const;
    }),
  );
  return new Map(files);
}
