import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Words of a module's source that are built otherwise, such as the address that a program listens on. */
export type GoRewrite = {
  /** With its version, such as `example.org/module@v1.2.3`. */
  readonly module: string;
  /** Within the module. */
  readonly file: string;
  /** Words that stand there once, each with what stands there instead. */
  readonly changes: Readonly<Record<string, string>>;
};

/**
 * Writes the changed sources into a folder, and gives the file for `go build -overlay` that puts them in place of the
 * module's. Throws where a source does not hold the words exactly once: then it has changed, and somebody must look.
 */
export async function writeOverlay(
  rewrites: readonly GoRewrite[],
  { compiler, folder, environment }: GoRewritePlace,
): Promise<string> {
  const replaced = await Promise.all(
    rewrites.map(async (rewrite, at) => {
      const source = join(await moduleFolder(rewrite.module, compiler, environment), rewrite.file);
      const changed = join(folder, `${at}.go`);
      await writeFile(changed, rewritten(await readFile(source, 'utf8'), rewrite));
      return [source, changed] as const;
    }),
  );
  const overlay = join(folder, 'overlay.json');
  await writeFile(overlay, JSON.stringify({ Replace: Object.fromEntries(replaced) }));
  return overlay;
}

export type GoRewritePlace = {
  readonly compiler: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

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

async function moduleFolder(
  module: string,
  compiler: string,
  environment: GoRewritePlace['environment'],
): Promise<string> {
  const { stdout } = await promisify(execFile)(compiler, ['mod', 'download', '-json', module], {
    env: environment,
  });
  return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
}
