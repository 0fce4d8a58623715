import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from './atomic-file.ts';
import { isRunning } from './running-process.ts';

/** What a running `up` tells the other commands: where it is and how to get in. */
export type LocalServer = {
  readonly url: string;
  readonly metricsUrl: string;
  /** Of the demonstration account; null when this database was not made with one. */
  readonly apiKey: string | null;
  readonly consoleUser: string | null;
  readonly consolePassword: string | null;
  /** Of `up` itself. */
  readonly pid: number;
  readonly dataDir: string;
};

/** Always in the repository, whatever `--data` says. */
export function localFilePath(root: string): string {
  return join(root, '.midcoast', 'local.json');
}

/** The `up` of this repository, if one runs: a file whose process is gone is ignored. */
export async function readLocalFile(root: string): Promise<LocalServer | undefined> {
  const text = await readFile(localFilePath(root), 'utf8').catch(() => '');
  const server = parse(text);
  return server !== undefined && isRunning(server.pid) ? server : undefined;
}

/** Writes the file, mode 600: it holds a key and a password. */
export async function writeLocalFile(root: string, server: LocalServer): Promise<void> {
  const path = localFilePath(root);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, `${JSON.stringify(server, null, 2)}\n`);
}

/**
 * Removes the file if it is still that of this process; a later `up` on other data may have its own there.
 * `before` is the `up` whose place this one took: while that one runs, the file is its own again.
 */
export async function removeLocalFile(root: string, pid: number, before?: LocalServer): Promise<void> {
  const text = await readFile(localFilePath(root), 'utf8').catch(() => '');
  if (parse(text)?.pid !== pid) return;
  if (before !== undefined && isRunning(before.pid)) await writeLocalFile(root, before);
  else await rm(localFilePath(root), { force: true });
}

function parse(text: string): LocalServer | undefined {
  try {
    const value = JSON.parse(text) as Partial<LocalServer> | null;
    const whole =
      typeof value?.pid === 'number' && typeof value.url === 'string' && typeof value.metricsUrl === 'string';
    return whole ? (value as LocalServer) : undefined;
  } catch {
    return undefined;
  }
}
