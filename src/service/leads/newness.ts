import type { Outcome } from './decision.ts';

/** Tells from the leads of late whether a batch is likely to be all new. */
export type Newness = {
  isLikely(size: number): boolean;
  saw(outcomes: readonly Outcome[]): void;
};

/** Repeats that a batch may be expected to hold: a try that fails costs half of one that does not. */
const mostExpected = 0.25;

/** Leads over which the share of repeats is learnt. */
const memory = 1_000;

export function expectNew(): Newness {
  let repeatShare = 0;
  return {
    isLikely: (size) => repeatShare * size <= mostExpected,
    saw: (outcomes) => {
      if (outcomes.length === 0) return;
      const repeats = outcomes.filter(({ kind }) => kind !== 'accepted').length / outcomes.length;
      repeatShare += (repeats - repeatShare) * Math.min(1, outcomes.length / memory);
    },
  };
}
