import { readFile, writeFile } from 'node:fs/promises';
import type { ConsoleFile, ConsoleFiles } from './console/bundle.ts';

/** The console built beforehand, as an image brings it: one file beside this one. */
const packed = new URL('console.json', import.meta.url);

type PackedFile = Omit<ConsoleFile, 'body'> & {
  readonly path: string;
  /** In base64. */
  readonly body: string;
};

/** The files of the console: those that an image brings, else built from the sources, which takes about 100 ms. */
export async function openConsole(): Promise<ConsoleFiles> {
  const text = await readFile(packed, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return buildConsole();
  const files = JSON.parse(text) as readonly PackedFile[];
  return new Map(
    files.map(({ path, body, ...file }) => [path, { ...file, body: Buffer.from(body, 'base64') }]),
  );
}

/** Builds the console and writes it as {@link openConsole} reads it. */
export async function packConsole(file: string): Promise<void> {
  const files: readonly PackedFile[] = [...(await buildConsole())].map(([path, { body, ...rest }]) => ({
    path,
    ...rest,
    body: body.toString('base64'),
  }));
  await writeFile(file, JSON.stringify(files));
}

/** Loaded only here: an image has neither the compiler nor the sources. */
async function buildConsole(): Promise<ConsoleFiles> {
  return (await import('./console/bundle.ts')).bundleConsole();
}
