import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A file of the console as it is served. */
export type ConsoleFile = {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
  /** Its name holds its content, so it may be kept for ever. */
  readonly immutable: boolean;
};

/** The files by the path that a browser asks for; `/index.html` is the page at every address of the console. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Builds the console from its sources: one script, one style sheet, one page. It takes about 100 ms, so a
 * server does it when it starts. Throws when a source is wrong.
 */
export async function bundleConsole(): Promise<ConsoleFiles> {
  const [built, icon, template] = await Promise.all([
    build({
      entryPoints: { app: here('main.ts'), style: here('style/style.css') },
      outdir: '/assets',
      entryNames: '[name]-[hash]',
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: ['chrome123', 'firefox120', 'safari17.5'],
      legalComments: 'none',
      logLevel: 'silent',
    }),
    readFile(here('icon.svg')),
    readFile(here('index.html'), 'utf8'),
  ]);
  const assets = built.outputFiles.map(({ path, contents }) => ({
    path: `/assets/${basename(path)}`,
    body: Buffer.from(contents),
  }));
  assets.push({ path: `/assets/icon-${hashOf(icon)}.svg`, body: icon });
  const page = template.replaceAll(/\{\{(\w+)\}\}/g, (_, extension: string) => {
    const asset = assets.find(({ path }) => path.endsWith(`.${extension}`));
    if (asset === undefined) throw new Error(`index.html asks for a .${extension} that the console has not`);
    return asset.path;
  });
  return new Map(
    [...assets, { path: '/index.html', body: Buffer.from(page) }].map(({ path, body }) => [
      path,
      fileOf(path, body),
    ]),
  );
}

function fileOf(path: string, body: Buffer): ConsoleFile {
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined) throw new Error(`no content type is known for ${path}`);
  return { body, contentType, etag: `"${hashOf(body)}"`, immutable: path !== '/index.html' };
}

const hashOf = (body: Buffer) => createHash('sha256').update(body).digest('base64url').slice(0, 12);
