/** Waits for wakes without losing those that come while nobody waits. */
export type Bell = {
  /** Resolves when it has rung since it last resolved, or after `most` milliseconds, or at the end. */
  rings(most: number): Promise<void>;
  close(): void;
};

/** `onWake` calls a listener at each wake and answers how to stop; `signal` ends all waiting. */
export function openBell(onWake: (listener: () => void) => () => void, signal: AbortSignal): Bell {
  let rung = false;
  let answer: (() => void) | undefined;
  const ring = () => {
    rung = true;
    answer?.();
  };
  const stop = onWake(ring);
  signal.addEventListener('abort', ring);
  return {
    rings: async (most) => {
      if (!rung && !signal.aborted) {
        const timer = setTimeout(ring, most);
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        answer = undefined;
        clearTimeout(timer);
      }
      rung = false;
    },
    close: () => {
      stop();
      signal.removeEventListener('abort', ring);
    },
  };
}
