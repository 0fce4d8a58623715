import { setTimeout as wait } from 'node:timers/promises';

/** Whether something settles within the time; waiting ends early when `force` aborts. */
export async function endsWithin(
  ending: Promise<unknown>,
  patienceMs: number,
  force?: AbortSignal,
): Promise<boolean> {
  const enough = new AbortController();
  const signal = force === undefined ? enough.signal : AbortSignal.any([enough.signal, force]);
  const late = wait(patienceMs, false, { signal }).catch(() => false);
  try {
    return await Promise.race([ending.then(() => true), late]);
  } finally {
    enough.abort();
  }
}
