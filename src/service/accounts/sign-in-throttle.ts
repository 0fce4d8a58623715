import { isIPv6 } from 'node:net';

/**
 * How many wrong guesses are heard. Counted by the e-mail address tried and by where the guess came from; the
 * latter stands for a whole office, so it is more patient. Guesses under way count as wrong until they are
 * decided: of many at once no more are heard than of many in a row. After the last one allowed there is a
 * wait, doubled by each further failure, in which a right password is refused too.
 *
 * It counts in this process: behind several, each hears as many.
 */
export const signInLimits = {
  email: { failures: 5 },
  address: { failures: 20 },
  windowSeconds: 900,
  firstWaitSeconds: 30,
  mostWaitSeconds: 900,
} as const;

export type Entry =
  | { readonly kind: 'entered'; leave(outcome: Outcome): void }
  | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

type Outcome = 'succeeded' | 'failed' | 'undecided';

export type SignInThrottle = {
  /** Lets an attempt in, or says when to come again. Whoever entered must leave. */
  enter(email: string, address: string): Entry;
};

/** `clock` gives milliseconds. */
export function openSignInThrottle(clock: () => number): SignInThrottle {
  const tallies = new Map<string, Tally>();
  const tallyOf = (name: string, limit: number): Tally => {
    const tally = tallies.get(name) ?? { limit, failures: [], running: 0, waitUntil: 0 };
    tallies.delete(name);
    tallies.set(name, tally); // The last in order is the one used last.
    if (tallies.size > mostTallies) letOneGo(tallies);
    return tally;
  };
  return {
    enter: (email, address) => {
      const now = clock();
      const ofEmail = tallyOf(`email ${email}`, signInLimits.email.failures);
      const ofAddress = tallyOf(`address ${networkOf(address)}`, signInLimits.address.failures);
      const wait = Math.max(waitOf(ofEmail, now), waitOf(ofAddress, now));
      if (wait > 0) return { kind: 'refused', retryAfterSeconds: Math.ceil(wait / 1_000) };
      ofEmail.running += 1;
      ofAddress.running += 1;
      return {
        kind: 'entered',
        leave: (outcome) => {
          settle(ofEmail, outcome, clock());
          settle(ofAddress, outcome, clock());
          // One's own password proves nothing about the other guesses of the same network.
          if (outcome === 'succeeded') ofEmail.failures = [];
        },
      };
    },
  };
}

/** Tallies kept, so that made-up addresses cannot fill the memory. */
const mostTallies = 100_000;

type Tally = { readonly limit: number; failures: number[]; running: number; waitUntil: number };

function waitOf(tally: Tally, now: number): number {
  if (tally.waitUntil > now) return tally.waitUntil - now;
  tally.failures = tally.failures.filter((at) => at > now - signInLimits.windowSeconds * 1_000);
  // Past the limit one guess at a time is heard, each after its wait.
  const heard = Math.max(1, tally.limit - tally.failures.length);
  return tally.running < heard ? 0 : signInLimits.firstWaitSeconds * 1_000;
}

function settle(tally: Tally, outcome: Outcome, now: number): void {
  tally.running -= 1;
  if (outcome !== 'failed') return;
  tally.failures.push(now);
  const beyond = tally.failures.length - tally.limit;
  if (beyond < 0) return;
  const wait = Math.min(signInLimits.firstWaitSeconds * 2 ** beyond, signInLimits.mostWaitSeconds);
  tally.waitUntil = now + wait * 1_000;
}

function letOneGo(tallies: Map<string, Tally>): void {
  for (const [name, tally] of tallies) {
    if (tally.running > 0) continue;
    tallies.delete(name);
    return;
  }
}

/** An address, or for IPv6 its first 64 bits: a household or server has all of those behind them. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
