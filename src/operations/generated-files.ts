import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { EnvironmentName } from '../environments/environment.ts';

/** What lies in `generated/<environment>/`: bytes by path within it, with slashes. */
export type GeneratedFiles = ReadonlyMap<string, Buffer>;

/** Where what is generated for an environment stands, relative to the repository. */
export function generatedFolder(environment: EnvironmentName): string {
  return join('generated', environment);
}

/** Every file that stands there now, in order; none where there is no folder. */
export async function readGenerated(root: string, environment: EnvironmentName): Promise<GeneratedFiles> {
  const folder = join(root, generatedFolder(environment));
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
    paths.map(
      async (path) => [path.slice(folder.length + 1).replaceAll(sep, '/'), await readFile(path)] as const,
    ),
  );
  return new Map(files);
}
