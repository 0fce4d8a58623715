import { Failure } from '../failure.ts';

/** What a load does. It crosses from process to process as JSON. */
export type LoadPlan = {
  /** Loopback only, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Where each request is posted to. */
  readonly path: string;
  /** Value of the Authorization header. */
  readonly authorization: string;
  /** Keep-alive connections, all open before the first request; one request at a time on each. */
  readonly connections: number;
  /** `made`: a distinct lead for every number of a named run. `same`: this very body each time. */
  readonly body:
    | { readonly kind: 'made'; readonly run: string }
    | { readonly kind: 'same'; readonly text: string };
  /** Begins each request's Idempotency-Key, which ends in the request's number; null sends none. */
  readonly keyPrefix: string | null;
  /** Number of the first request. */
  readonly first: number;
  /** At most so many requests, so many seconds: whichever comes first. */
  readonly count: number;
  readonly seconds: number;
  /**
   * Requests a second, at moments that do not wait for answers: a late answer delays no other's clock.
   * Null: each connection sends as soon as it has its answer.
   */
  readonly perSecond: number | null;
  /** Bodies made before the clock starts, so that making them takes no part of the machine from the server. */
  readonly madeAhead: number;
  /** Whether a request that was cut off or put off (409 in flight, 429, 503) is sent again until it has its answer. */
  readonly resend: boolean;
  /** File for one JSON line a request with its answer; null keeps counts alone. */
  readonly ledgerFile: string | null;
};

/** Bounds of a load, each with least and most. */
export const loadLimits = {
  connections: [1, 512],
  first: [0, 1e12],
  count: [1, 5_000_000],
  seconds: [0.1, 900],
  perSecond: [1, 100_000],
  madeAhead: [0, 1_000_000],
} as const satisfies Partial<Record<keyof LoadPlan, readonly [number, number]>>;

/** The plan itself. A plan beyond `loadLimits` is refused (`load_beyond_limits`, exit 2). */
export function checkPlan(plan: LoadPlan): LoadPlan {
  for (const name of Object.keys(loadLimits) as (keyof typeof loadLimits)[]) {
    const value = plan[name];
    const [least, most] = loadLimits[name];
    if (value === null || (value >= least && value <= most)) continue;
    throw new Failure({
      code: 'load_beyond_limits',
      exit: 'usage',
      message: `a load's ${name} must lie between ${least} and ${most}, not at ${value}`,
      facts: { [name]: value },
      next: `give a value from ${least} to ${most}`,
    });
  }
  return plan;
}
