import { createHistogram } from 'node:perf_hooks';

/** Milliseconds. */
export type LatencySummary = {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
};

/** Collects durations in constant memory, exact to a microsecond or three digits, whichever is more. */
export class Latency {
  readonly #microseconds = createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 });

  /** Takes one duration. Less than a microsecond counts as one; more than ten minutes as ten minutes. */
  record(milliseconds: number): void {
    this.#microseconds.record(Math.min(600_000_000, Math.max(1, Math.round(milliseconds * 1000))));
  }

  summary(): LatencySummary {
    const all = this.#microseconds;
    const at = (percent: number) => (all.count === 0 ? 0 : all.percentile(percent) / 1000);
    return {
      count: all.count,
      mean: all.count === 0 ? 0 : all.mean / 1000,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      most: all.count === 0 ? 0 : all.max / 1000,
    };
  }
}
