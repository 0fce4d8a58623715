import { setTimeout as wait } from 'node:timers/promises';

/** Work that is done at once and then again each day. */
export type Upkeep = { readonly stop: () => Promise<void> };

const dayMs = 24 * 60 * 60 * 1000;
/** Upkeep that failed is tried again sooner: it keeps partitions ahead of the calendar. */
const afterFailureMs = 10 * 60 * 1000;

/** Begins upkeep beside everything else. A failure is said and tried again. */
export function startUpkeep(
  work: (signal: AbortSignal) => Promise<unknown>,
  say: (line: string) => void,
): Upkeep {
  const stopping = new AbortController();
  const { signal } = stopping;
  async function keepUp(): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await work(signal).then(
        () => dayMs,
        (error: Error) => {
          if (!signal.aborted) say(`upkeep failed and is tried again in 10 minutes: ${error.message}`);
          return afterFailureMs;
        },
      );
      await wait(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
  const done = keepUp();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
