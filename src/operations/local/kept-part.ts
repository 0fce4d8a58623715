import { setTimeout as wait } from 'node:timers/promises';

/** A part of the system that runs, and may end by itself. */
export type Part = {
  /** Resolves with the reason, in words, when the part has ended. */
  readonly ended: Promise<string>;
  stop(force: AbortSignal): Promise<void>;
};

/** A part that is started again whenever it ends, until it is told to stop. */
export type KeptPart<P extends Part> = {
  /** The one that runs now, or ran last. */
  readonly current: () => P;
  /** Stops the part for good; harder when `force` aborts. */
  readonly stop: (force: AbortSignal) => Promise<void>;
};

export type KeepOptions<P extends Part> = {
  readonly name: string;
  readonly start: (signal: AbortSignal) => Promise<P>;
  readonly say: (line: string) => void;
};

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** One that ran this long was well, so the next pause is the first again. */
const wellAfterMs = 2_000;

/**
 * Keeps a part running. It goes from running to pausing when the part ends, and back when a start succeeds;
 * each start that fails, and each part that ends soon, doubles the pause, up to five seconds.
 */
export function keepRunning<P extends Part>(first: P, { name, start, say }: KeepOptions<P>): KeptPart<P> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = first;
  let pauseMs = firstPauseMs;

  async function pause(): Promise<void> {
    await wait(pauseMs, undefined, { signal }).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
  async function startAgain(): Promise<void> {
    let said = '';
    while (!signal.aborted) {
      await pause();
      if (signal.aborted) return;
      const began = performance.now();
      try {
        current = await start(signal);
        say(`${name} runs again after ${Math.round(performance.now() - began)} ms`);
        return;
      } catch (error) {
        const { message } = error as Error;
        // The same trouble is said once; it may last for hours.
        if (!signal.aborted && message !== said) say(`${name} did not start, and is tried again: ${message}`);
        said = message;
      }
    }
  }
  async function keep(): Promise<void> {
    while (!signal.aborted) {
      const began = performance.now();
      const reason = await current.ended;
      if (signal.aborted) return;
      if (performance.now() - began > wellAfterMs) pauseMs = firstPauseMs;
      say(`${name} ended by itself (${reason}); starting it again`);
      await startAgain();
    }
  }

  const kept = keep();
  return {
    current: () => current,
    async stop(force) {
      stopping.abort();
      await current.stop(force);
      await kept;
      // A start that was under way when we aborted may have succeeded after all.
      await current.stop(force);
    },
  };
}
