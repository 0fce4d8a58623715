import { Failure } from '../failure.ts';
import type { LatencySummary } from '../load/latency.ts';
import type { LoadProcess } from '../load/load-process.ts';
import { loadLimits } from '../load/plan.ts';
import type { Measured } from './contender.ts';

export type HttpContender = {
  readonly url: string;
  readonly authorization: string;
  readonly load: LoadProcess;
  readonly name: string;
  readonly numbers: LeadNumbers;
};

/** One sequence for a whole bench: no lead of one contender may repeat another's. */
export class LeadNumbers {
  /** Name of the run whose leads they number. */
  readonly run = 'bench';
  #next = 1;

  /** The first number that nobody has had. */
  get next(): number {
    return this.#next;
  }

  took(count: number): void {
    this.#next += count;
  }
}

export type HttpShape = {
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second; null: as many as are answered. */
  readonly perSecond: number | null;
  /** How many a second are to be expected, so that their bodies can be made before. */
  readonly expected: number;
};

/**
 * Posts distinct leads, each with its own Idempotency-Key, and gives what was answered 2xx. Any other answer,
 * and a request without one, fails the bench (`bench_answers`): a refusal is quicker than a lead.
 */
export async function postLeads(
  contender: HttpContender,
  shape: HttpShape,
): Promise<Measured & { readonly latency: LatencySummary }> {
  const { numbers } = contender;
  const report = await contender.load.run({
    url: contender.url,
    path: '/v1/leads',
    authorization: contender.authorization,
    connections: shape.connections,
    body: { kind: 'made', run: numbers.run },
    keyPrefix: numbers.run,
    first: numbers.next,
    count: loadLimits.count[1],
    seconds: shape.seconds,
    perSecond: shape.perSecond,
    madeAhead: Math.min(loadLimits.madeAhead[1], Math.ceil(shape.expected * shape.seconds)),
    resend: false,
    ledgerFile: null,
  });
  numbers.took(report.sent);
  const { 201: answered = 0, ...others } = report.statuses;
  if (Object.keys(others).length > 0) throw wrongAnswers(contender.name, report.statuses);
  const { p50, p99 } = report.latency;
  return { answered, perSecond: report.perSecond, p50, p99, latency: report.latency };
}

function wrongAnswers(name: string, statuses: Readonly<Record<string, number>>): Failure {
  const seen = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
  return new Failure({
    code: 'bench_answers',
    exit: 'checkFailed',
    message: `${name} answered otherwise than 201 to leads that are all new: ${seen.join(', ')}`,
    facts: statuses,
    next: 'run it again; if it stays so, look at the log of the service',
  });
}
