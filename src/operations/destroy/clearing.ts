import { Failure } from '../failure.ts';
import { formatAmount } from '../figures.ts';
import type { Leaving } from './leavings.ts';
import { waitUntilNone, withRetries, type Patience } from './retry.ts';

/**
 * Removes all that is there of each kind, and waits until it is gone, each kind after the one before. Gives what was
 * done in a phrase. Throws `teardown_stuck` (exit outside) with what is still there at the deadline.
 */
export async function clear(leavings: readonly Leaving[], patience: Patience): Promise<string> {
  const done: string[] = [];
  for (const { name, list, remove } of leavings) {
    const ids = await withRetries(list, patience);
    for (const id of ids) await withRetries(() => remove(id).catch(isGone), patience);
    const left = ids.length === 0 ? [] : await waitUntilNone(list, patience);
    if (left.length > 0) throw stuck(name, left);
    if (ids.length > 0) done.push(`${ids.length} ${name}`);
  }
  return done.length === 0 ? 'there were none' : `${done.join(', ')} removed`;
}

/** Somebody else was faster, or an earlier attempt was: `InvalidVolume.NotFound`, `LoadBalancerNotFound`. */
function isGone(error: unknown): void {
  if (error instanceof Error && /NotFound/.test(error.name)) return;
  throw error;
}

function stuck(name: string, left: readonly string[]): Failure {
  return new Failure({
    code: 'teardown_stuck',
    exit: 'outside',
    message: `${name} do not go: ${formatAmount(left.length, 'is', 'are')} left`,
    facts: { left: left.join(' ') },
    next: 'look at them in the AWS console, then run this again: it goes on from here',
  });
}
