import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bundleService } from './bundle.ts';
import { consoleFile, readAtRunTime, sbomFile, serviceFolder } from './image-files.ts';
import { sbomOf } from './sbom.ts';

export type LaidOut = { readonly packages: number };

/**
 * Lays out everything that the image holds beside Node, in an empty folder of its own: the bundle, what it reads while
 * it runs, the console, the papers of the packages, and the list of parts. The same here and in the Containerfile.
 * npm, which makes the list, sees the environment that is given: a push has credentials in its own.
 */
export async function layOut(
  root: string,
  out: string,
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<LaidOut> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const { packages } = await bundleService(root, out);
  for (const path of readAtRunTime) await cp(join(root, path), join(out, path), { recursive: true });
  await writeManifest(root, out);
  await packConsole(root, join(out, consoleFile));
  for (const path of packages) await copyPapers(root, out, path);
  const parts = await sbomOf(root, packages, environment);
  await writeFile(join(out, sbomFile), `${JSON.stringify(parts, null, 2)}\n`);
  return { packages: packages.length };
}

/** What the service says of itself, and that its files are modules; of nothing that is not there. */
async function writeManifest(root: string, out: string): Promise<void> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const { name, version, license, type } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  await writeFile(
    join(out, 'package.json'),
    `${JSON.stringify({ name, version, private: true, license, type }, null, 2)}\n`,
  );
}

/** Processes of the service are started, never imported; so is what packs its console. */
async function packConsole(root: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const words = ['--disable-warning=ExperimentalWarning', join(root, serviceFolder, 'pack-console.ts'), file];
  await promisify(execFile)(process.execPath, words, { cwd: root });
}

/**
 * A package's name, version and licence. Its licence asks for the text; and whatever scans an image knows packages by
 * these files alone, so that without them a bundle would hide what is in it.
 */
async function copyPapers(root: string, out: string, path: string): Promise<void> {
  await mkdir(join(out, path), { recursive: true });
  const papers = (await readdir(join(root, path))).filter((name) =>
    /^(package\.json|(licen[cs]e|notice)\b.*)$/i.test(name),
  );
  for (const name of papers) await cp(join(root, path, name), join(out, path, name), { recursive: true });
}
