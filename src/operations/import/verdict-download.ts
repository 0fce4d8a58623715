import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import { Failure } from '../failure.ts';
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
      next: `Ask again for ${url.pathname} with your API key.`,
    });
  }
  const unfinished = `${path}.part`;
  try {
    await pipeline(response.body, createWriteStream(unfinished), { signal });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
