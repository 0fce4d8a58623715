import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiAddress } from './api-connection.ts';

/** Clients of Kubernetes read the file again every minute: what is asked for as often reaches them a minute later. */
const everyMs = 60_000;

/**
 * Keeps the token of the moment in a file for its owner alone, until the function that it gives is called. Where a new
 * one cannot be had, the last one stays and the next minute is another try.
 */
export async function keepTokenFile(
  path: string,
  token: ApiAddress['token'],
  afterMs = everyMs,
): Promise<() => Promise<void>> {
  const ending = new AbortController();
  const write = async () => {
    const next = `${path}.next`;
    await writeFile(next, typeof token === 'string' ? token : await token(), { mode: 0o600 });
    // A reader sees the one or the other, and never half of one.
    await rename(next, path);
  };
  const renew = async () => {
    for (;;) {
      await wait(afterMs, undefined, { signal: ending.signal });
      await write().catch(() => {});
    }
  };
  await write();
  const renewing = renew().catch(() => {});
  return async () => {
    ending.abort();
    await renewing;
  };
}
