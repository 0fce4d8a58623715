import { createWriteStream } from 'node:fs';
import { constants, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { Failure } from '../failure.ts';
import { isAccessible } from '../path-access.ts';
import type { Target } from './target.ts';

/** Writes the verdict file of an import to `path`: whole, or not at all. */
export async function downloadVerdicts(
  target: Target,
  importId: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(`/v1/imports/${importId}/verdicts.csv`, target.url);
  const response = await request(url, { headers: { authorization: `Bearer ${target.apiKey}` }, signal });
  if (response.statusCode !== 200) {
    await response.body.dump();
    throw new Failure({
      code: 'verdicts_missing',
      exit: 'outside',
      message: `the import is done, but its verdict file could not be read: the service answered ${response.statusCode}`,
      facts: { importId },
      next: `ask again for ${url.pathname} with your API key`,
    });
  }
  const unfinished = `${path}.part`;
  try {
    await pipeline(response.body, createWriteStream(unfinished), { signal });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    signal.throwIfAborted();
    throw unwritten(importId, path, error);
  }
}

/**
 * Sees before anything is imported that the verdict file can be written: its folder is there, and lets itself be
 * written to. Throws a Failure of exit `usage` otherwise.
 */
export async function checkVerdictPath(path: string): Promise<void> {
  const folder = dirname(path);
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  const writable = await isAccessible(folder, constants.W_OK);
  if (writable && !isFolder) return;
  throw new Failure({
    code: 'verdicts_unwritable',
    exit: 'usage',
    message: isFolder
      ? `${path} is a folder, not a file to write verdicts to`
      : `the folder ${folder} is not there, or cannot be written to`,
    next: 'name a file in a folder of yours with --verdicts FILE; nothing was imported',
  });
}

function unwritten(importId: string, path: string, error: unknown): Failure {
  return new Failure({
    code: 'verdicts_unwritten',
    exit: 'outside',
    message: `the import is done, but its verdict file could not be written to ${path}`,
    facts: { importId, why: error instanceof Error ? error.message : String(error) },
    next: 'make room on the disk, then fetch it from the page of the import in the console',
    cause: error,
  });
}
