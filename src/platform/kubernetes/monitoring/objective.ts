import type { Objectives } from '../../../environments/environment.ts';
import { metrics } from '../../../service/contract.ts';
import { growth } from './growth.ts';
import { failed, givenLeads, notProbes, series, type SeriesName } from './series.ts';

/** What the service promises of its requests, as the share of them that may go wrong. */
export type Objective = {
  /** In names of rules and alerts. */
  readonly name: 'availability' | 'latency';
  /** Of all requests, between 0 and 1. */
  readonly allowed: number;
  /** Whose recorded share it is. */
  readonly recorded: string;
  /**
   * The share that goes wrong in a window, such as `5m`, in PromQL; empty while nobody asks. `only` narrows it, say to
   * some pods, by matchers such as `pod="x"`.
   */
  readonly share: (window: string, ...only: readonly string[]) => string;
  /** How many requests of a window went wrong, counted one by one; 0 while nobody asks. */
  readonly wrong: (window: string, ...only: readonly string[]) => string;
  /** Of how many requests of the window; empty where nobody has ever asked. */
  readonly asked: (window: string, ...only: readonly string[]) => string;
};

/**
 * The objectives of the environment.
 *
 * @throws {RangeError} For a latency that is no bound of the histogram: what it does not count apart cannot be measured.
 */
export function objectivesOf({ availabilityPercent, latencyP99Ms }: Objectives): readonly Objective[] {
  const inTime = bound(latencyP99Ms);
  return [
    {
      name: 'availability',
      allowed: rounded(1 - availabilityPercent / 100),
      recorded: 'midcoast:requests_failed:ratio_rate',
      share: (window, ...only) =>
        `(${rate(counted, window, notProbes, failed, ...only)} or vector(0))\n/\n` +
        rate(counted, window, notProbes, ...only),
      wrong: (window, ...only) =>
        `(${growth(series(counted, notProbes, failed, ...only), window)} or vector(0))`,
      asked: (window, ...only) => growth(series(counted, notProbes, ...only), window),
    },
    {
      name: 'latency',
      allowed: 0.01,
      recorded: 'midcoast:leads_late:ratio_rate',
      share: (window, ...only) =>
        `1 - ${rate(inBuckets, window, ...givenLeads, inTime, ...only)}\n/\n` +
        rate(counted, window, ...givenLeads, ...only),
      wrong: (window, ...only) =>
        `((${growth(series(counted, ...givenLeads, ...only), window)}\n-\n` +
        `${growth(series(inBuckets, ...givenLeads, inTime, ...only), window)}) or vector(0))`,
      asked: (window, ...only) => growth(series(counted, ...givenLeads, ...only), window),
    },
  ];
}

const counted: SeriesName = 'http_server_request_duration_seconds_count';
const inBuckets: SeriesName = 'http_server_request_duration_seconds_bucket';

function rate(name: SeriesName, window: string, ...matchers: readonly string[]): string {
  return `sum(rate(${series(name, ...matchers)}[${window}]))`;
}

function bound(milliseconds: number): string {
  const { buckets } = metrics.http_server_request_duration_seconds;
  const seconds = milliseconds / 1_000;
  if (!buckets.includes(seconds)) {
    const known = buckets.map((each) => each * 1_000).join(', ');
    throw new RangeError(
      `no bucket ends at ${milliseconds} ms; objectives.latencyP99Ms can be one of ${known}`,
    );
  }
  // Prometheus 3 writes whole numbers with a point, older ones as the service does.
  return Number.isInteger(seconds) ? `le=~"${seconds}(\\\\.0)?"` : `le="${seconds}"`;
}

/** Without the crumbs of floating point: 1 - 0.999 is 0.0010000000000000009. */
export function rounded(number: number): number {
  return Number(number.toPrecision(6));
}
