import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Words of a module's source that are built otherwise, such as the address that a program listens on. */
export type GoRewrite = {
  /** As the `go.mod` names it. */
  readonly module: string;
  /** Within the module. */
  readonly file: string;
  /** Words that stand there once, each with what stands there instead. */
  readonly changes: Readonly<Record<string, string>>;
};

export type GoRewritePlace = {
  readonly compiler: string;
  /** With the `go.mod` and `go.sum` by which the program is built. */
  readonly source: string;
  /** An empty one, for the changed module. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/**
 * Copies a module, changes the words in it, and gives the file for `go build -modfile` by which the copy stands for the
 * module: Go lets nobody change what it keeps itself. Throws where a source does not hold the words exactly once: then
 * it has changed, and somebody must look.
 */
export async function rewriteModule(
  rewrite: GoRewrite,
  { compiler, source, folder, environment }: GoRewritePlace,
): Promise<string> {
  const run = (words: readonly string[]) =>
    promisify(execFile)(compiler, [...words], { cwd: source, env: environment });
  const { stdout } = await run(['mod', 'download', '-json', rewrite.module]);
  const { Dir } = JSON.parse(stdout) as { readonly Dir: string };
  const copy = join(folder, 'module');
  await cp(Dir, copy, { recursive: true });
  await makeWritable(copy);
  const changed = join(copy, rewrite.file);
  await writeFile(changed, rewritten(await readFile(changed, 'utf8'), rewrite));
  const pins = join(folder, 'go.mod');
  for (const name of ['go.mod', 'go.sum']) await copyFile(join(source, name), join(folder, name));
  await run(['mod', 'edit', `-replace=${rewrite.module}=${copy}`, pins]);
  return pins;
}

/** The text with its words changed. Throws a RangeError where it does not hold each of them exactly once. */
export function rewritten(text: string, { module, file, changes }: GoRewrite): string {
  return Object.entries(changes).reduce((changing, [from, to]) => {
    const parts = changing.split(from);
    if (parts.length !== 2) {
      throw new RangeError(
        `${module}/${file} holds ${JSON.stringify(from)} ${parts.length - 1} times, not once`,
      );
    }
    return parts.join(to);
  }, text);
}

/** Files and folders of modules may not be written, and a copy keeps that. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
  }
}
