import type { Measure } from '../report.ts';
import type { ScalingPolicy, ScalingRules } from './scaling-override.ts';

/** From this moment on so many pods were wanted. */
export type Count = { readonly atMs: number; readonly pods: number };

/** An autoscaler tells moments in whole seconds. */
const roundingMs = 1_000;

/** Whether every step up (or down) was one that at least one of the policies allows within its period. */
export function withinPolicies(
  counts: readonly Count[],
  direction: 'up' | 'down',
  { policies }: ScalingRules,
): Measure {
  const steps = counts.flatMap(({ atMs, pods }, at) => {
    const before = counts[at - 1];
    const isOfThese = before !== undefined && (direction === 'up' ? pods > before.pods : pods < before.pods);
    if (!isOfThese) return [];
    const limits = policies.map((policy) => limitOf(policy, startOf(counts, at, policy), direction));
    const holds = direction === 'up' ? pods <= Math.max(...limits) : pods >= Math.min(...limits);
    return [{ text: `${before.pods} to ${pods}`, holds, seconds: (atMs - before.atMs) / 1000 }];
  });
  return {
    what: `steps ${direction}`,
    allowed: `${policies.map(wordsOf).join(', or ')}; at least one step`,
    seen: steps.map(({ text, seconds }) => `${text} after ${seconds} s`).join(', '),
    holds: steps.length > 0 && steps.every((step) => step.holds),
  };
}

/** The count when the period began of which this step is the end. */
function startOf(counts: readonly Count[], at: number, { periodSeconds }: ScalingPolicy): number {
  const end = counts[at]?.atMs ?? 0;
  const began = end - (periodSeconds * 1000 - roundingMs);
  const earlier = counts.slice(0, at);
  return (earlier.findLast(({ atMs }) => atMs <= began) ?? earlier[0])?.pods ?? 0;
}

function limitOf({ type, value }: ScalingPolicy, start: number, direction: 'up' | 'down'): number {
  const sign = direction === 'up' ? 1 : -1;
  if (type === 'Pods') return start + sign * value;
  const exact = start * (1 + (sign * value) / 100);
  return direction === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

function wordsOf({ type, value, periodSeconds }: ScalingPolicy): string {
  return `${value}${type === 'Percent' ? ' %' : value === 1 ? ' pod' : ' pods'} in ${periodSeconds} s`;
}
