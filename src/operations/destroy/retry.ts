import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.ts';

/** How long something may be tried, and in what rhythm. */
export type Patience = {
  /** By `performance.now()`. */
  readonly deadlineMs: number;
  readonly rhythm: Rhythm;
  readonly signal: AbortSignal;
  /** Hears why it is tried again. */
  readonly onRetry: (reason: string) => void;
};

/** The pause after the first failure, doubled each time up to the longest; half of it is chance. */
export type Rhythm = { readonly firstMs: number; readonly longestMs: number };

/**
 * Throttled calls come back after a pause (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/query-api-troubleshooting.html);
 * a dependency goes when what depends on it is gone, which AWS does in its own time.
 */
const passing =
  /\b(Throttling(Exception)?|ThrottledException|RequestLimitExceeded|TooManyRequests(Exception)?|SlowDown|RequestThrottled(Exception)?|PriorRequestNotComplete|DependencyViolation|ResourceInUse(Exception)?|VolumeInUse|DeleteConflict(Exception)?|InvalidDBInstanceState(Fault)?|ServiceUnavailable|InternalError)\b/;

/** The word for which it is worth trying again, such as `DependencyViolation`; undefined where it is not. */
export function reasonToRetry(error: unknown): string | undefined {
  const said = error instanceof Failure ? String(error.facts['said'] ?? '') : String(error);
  return passing.exec(error instanceof Error ? `${error.name} ${said}` : said)?.[0];
}

/**
 * Does the work until it succeeds: again after a growing pause when AWS throttles or something still depends on what
 * is to go, until the deadline. Throws the last error then, and any other at once; an AbortError when `signal` aborts.
 */
export async function withRetries<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    patience.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const reason = reasonToRetry(error);
      const waitMs = pauseMs(patience.rhythm, attempt);
      if (reason === undefined || performance.now() + waitMs > patience.deadlineMs) throw error;
      patience.onRetry(reason);
      await pause(waitMs, undefined, { signal: patience.signal });
    }
  }
}

/** Asks until nothing is left, and gives what still is at the deadline: empty when all is gone. */
export async function waitUntilNone(
  list: () => Promise<readonly string[]>,
  patience: Patience,
): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const left = await withRetries(list, patience);
    const waitMs = pauseMs(patience.rhythm, attempt);
    if (left.length === 0 || performance.now() + waitMs > patience.deadlineMs) return left;
    await pause(waitMs, undefined, { signal: patience.signal });
  }
}

function pauseMs({ firstMs, longestMs }: Rhythm, attempt: number): number {
  const full = Math.min(firstMs * 2 ** attempt, longestMs);
  return full / 2 + Math.random() * (full / 2);
}
