import { hash } from 'node:crypto';
import { Refusal, retryAfter } from './problem.ts';

/** Keys whose first request still runs in this process. Across processes the constraint decides. */
export type InFlight = {
  /** Runs `work` unless the key is at work already: then it refuses. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>;
};

export function inFlight(): InFlight {
  const running = new Set<string>();
  return {
    once: async (key, work) => {
      if (running.has(key)) {
        throw new Refusal('idempotency_in_flight', 'ask again for its answer in a moment', {
          headers: retryAfter(1),
        });
      }
      running.add(key);
      try {
        return await work();
      } finally {
        running.delete(key);
      }
    },
  };
}

/** 128 bits of SHA-256, as 32 hexadecimal digits: enough that no two requests meet. */
export function digest(...parts: readonly string[]): string {
  return hash('sha256', parts.join('\0')).slice(0, 32);
}
