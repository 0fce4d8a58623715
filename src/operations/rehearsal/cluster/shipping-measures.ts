import type { Measure } from '../report.ts';
import type { ShippedApplication } from './shipped-application.ts';
import type { AnalysisSeen } from './shipping-watch.ts';

/** Values that must have been these, in this order. */
export function listOf(what: string, seen: readonly unknown[], wanted: readonly unknown[]): Measure {
  return { what, allowed: wanted.join(', '), seen: seen.join(', '), holds: seen.join() === wanted.join() };
}

/** Whether the count of pods stayed as the autoscaler had it. */
export function sameCount(...counts: readonly (number | undefined)[]): Measure {
  const [wanted] = counts;
  return {
    what: 'pods that the autoscaler wants, at each apply',
    allowed: `${wanted}, unchanged`,
    seen: counts.join(', '),
    holds: wanted !== undefined && counts.every((count) => count === wanted),
  };
}

/** Whether the routes led to somebody at every moment. */
export function everyAnswered({ traffic, leastServing }: ShippedApplication): Measure {
  const { nobody = 0 } = traffic.asked();
  return {
    what: 'requests that routes led to nobody',
    allowed: '0',
    seen: `${nobody} (at least ${leastServing()} pods served)`,
    holds: nobody === 0,
  };
}

/** The metrics of an analysis that decided it, by how they ended. */
export function decidedBy(analysis: AnalysisSeen | undefined, phase: string): string {
  return (analysis?.status?.metricResults ?? [])
    .filter((metric) => metric.phase === phase)
    .map(({ name }) => name)
    .join(', ');
}
