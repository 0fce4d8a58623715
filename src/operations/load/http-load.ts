import { Failure } from '../failure.ts';
import { LoadConnection } from './connection.ts';
import type { HttpResponse } from './http-response.ts';
import { Latency, type LatencySummary } from './latency.ts';
import { Ledger } from './ledger.ts';
import { parseLoopback } from './loopback.ts';
import type { LoadPlan } from './plan.ts';
import { RequestBytes } from './request-bytes.ts';
import { Schedule } from './schedule.ts';

export type LoadProgress = {
  readonly sent: number;
  /** Requests with a final answer. */
  readonly answered: number;
  /** How often a connection ended with a request in flight. */
  readonly cut: number;
  readonly inFlight: number;
};

export type LoadReport = {
  readonly sent: number;
  /** Requests by final status, and `unanswered`. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly cut: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds; of a paced load from the moment that each request was due. */
  readonly latency: LatencySummary;
  /** Processor time of the generator itself. */
  readonly cpuMicrosecondsPerRequest: number;
};

/** How long answers are awaited after the last request, and how soon a lost connection is opened again. */
const graceMilliseconds = 15_000;
const reopenMilliseconds = 25;
/** A server that asks for more patience than this is asked again all the same. */
const longestPutOffMilliseconds = 1_000;

/**
 * One load: opening → running → finishing (no new requests; answers and resends still come) → done.
 * `run` may be called once.
 */
export class HttpLoad {
  readonly #plan: LoadPlan;
  readonly #ledger: Ledger;
  readonly #latency = new Latency();
  readonly #request: RequestBytes;
  readonly #schedule: Schedule;
  readonly #connections: LoadConnection[];
  readonly #idle: LoadConnection[] = [];
  readonly #result = Promise.withResolvers<void>();
  #state: 'opening' | 'running' | 'finishing' | 'done' = 'opening';
  #inFlight = 0;
  #putOff = 0;
  #answered = 0;
  #cut = 0;
  #startedAt = 0;
  #lastAnswerAt = 0;

  constructor(plan: LoadPlan) {
    const target = parseLoopback(plan.url);
    this.#plan = plan;
    this.#request = new RequestBytes(plan, target);
    this.#schedule = new Schedule(plan);
    this.#ledger = new Ledger(plan.first, (number) => this.#request.key(number));
    this.#connections = Array.from(
      { length: plan.connections },
      () =>
        new LoadConnection(target, {
          opened: (connection) => this.#opened(connection),
          answered: (connection, response) => this.#answer(connection, response),
          ended: (connection, inFlight, reason) => this.#ended(connection, inFlight, reason),
        }),
    );
  }

  /** Runs to the end; fails with `load_refused` (exit 6) when the connections cannot be opened at first. */
  async run(): Promise<LoadReport> {
    this.#request.makeAhead();
    for (const connection of this.#connections) connection.open();
    const cpu = process.cpuUsage();
    try {
      await this.#result.promise;
    } finally {
      this.#state = 'done';
      for (const connection of this.#connections) connection.close();
    }
    const used = process.cpuUsage(cpu);
    if (this.#plan.ledgerFile !== null) await this.#ledger.write(this.#plan.ledgerFile);
    const seconds = Math.max(0, this.#lastAnswerAt - this.#startedAt) / 1000;
    return {
      sent: this.#schedule.taken,
      statuses: this.#ledger.counts(),
      cut: this.#cut,
      seconds,
      perSecond: seconds === 0 ? 0 : this.#answered / seconds,
      latency: this.#latency.summary(),
      cpuMicrosecondsPerRequest: this.#answered === 0 ? 0 : (used.user + used.system) / this.#answered,
    };
  }

  /** No new requests; those that were sent are brought to their answers. */
  stop(): void {
    this.#schedule.end();
    if (this.#state === 'opening') this.#result.resolve();
    if (this.#state !== 'running') return;
    this.#state = 'finishing';
    setTimeout(() => this.#result.resolve(), graceMilliseconds).unref();
    this.#finishWhenQuiet();
  }

  /** Ends at once; what is in flight stays unanswered. */
  abort(): void {
    this.#schedule.end();
    this.#result.resolve();
  }

  progress(): LoadProgress {
    return { sent: this.#schedule.taken, answered: this.#answered, cut: this.#cut, inFlight: this.#inFlight };
  }

  #opened(connection: LoadConnection): void {
    this.#idle.push(connection);
    if (this.#state !== 'opening') this.#pump();
    else if (this.#idle.length === this.#connections.length) this.#start();
  }

  #start(): void {
    this.#state = 'running';
    this.#startedAt = performance.now();
    this.#lastAnswerAt = this.#startedAt;
    this.#schedule.start(this.#startedAt);
    const paced = this.#plan.perSecond !== null;
    setTimeout(() => this.stop(), this.#plan.seconds * 1000 + (paced ? graceMilliseconds : 0)).unref();
    if (paced) this.#tick();
    else this.#pump();
  }

  /** A timer of one millisecond: a paced request waits at most about as long, and that is in its latency. */
  #tick(): void {
    this.#pump();
    if (this.#state === 'running') setTimeout(() => this.#tick(), 1);
  }

  #pump(): void {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      const next = this.#schedule.next(performance.now());
      if (next === undefined) {
        this.#idle.push(connection);
        break;
      }
      this.#send(connection, next.number, next.due);
    }
    if (this.#schedule.ended) this.#finishWhenQuiet();
  }

  #send(connection: LoadConnection, number: number, due: number): void {
    connection.request = number;
    connection.due = due;
    this.#inFlight += 1;
    this.#ledger.sending(number);
    connection.send(this.#request.of(number));
  }

  #answer(connection: LoadConnection, response: HttpResponse): void {
    const now = performance.now();
    this.#inFlight -= 1;
    if (this.#plan.resend && isPutOff(response)) {
      this.#again(connection.request, connection.due, (response.retryAfterSeconds ?? 0) * 1000);
    } else {
      this.#answered += 1;
      this.#lastAnswerAt = now;
      this.#latency.record(now - connection.due);
      this.#ledger.answered(
        connection.request,
        response.status,
        this.#plan.ledgerFile === null ? undefined : response.body,
      );
    }
    if (!response.closes) this.#idle.push(connection);
    this.#pump();
  }

  #ended(connection: LoadConnection, inFlight: boolean, reason: string): void {
    const at = this.#idle.indexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
    if (inFlight) {
      this.#inFlight -= 1;
      this.#cut += 1;
      if (this.#plan.resend) this.#again(connection.request, connection.due, reopenMilliseconds);
    }
    if (this.#state === 'done') return;
    if (this.#state === 'opening' && !this.#plan.resend) this.#result.reject(refused(this.#plan.url, reason));
    else setTimeout(() => this.#reopen(connection), reopenMilliseconds);
    if (this.#schedule.ended) this.#finishWhenQuiet();
  }

  #reopen(connection: LoadConnection): void {
    if (this.#state !== 'done') connection.open();
  }

  #again(number: number, due: number, milliseconds: number): void {
    this.#putOff += 1;
    setTimeout(
      () => {
        this.#putOff -= 1;
        this.#schedule.again(number, due);
        this.#pump();
      },
      Math.min(milliseconds, longestPutOffMilliseconds),
    );
  }

  #finishWhenQuiet(): void {
    const waiting = this.#inFlight + this.#putOff + this.#schedule.waiting;
    if (waiting === 0) this.#result.resolve();
  }
}

/** Answers that say «not now» and leave the request undecided. */
function isPutOff({ status, body }: HttpResponse): boolean {
  return status === 429 || status === 503 || (status === 409 && body.includes('idempotency_in_flight'));
}

function refused(url: string, reason: string): Failure {
  return new Failure({
    code: 'load_refused',
    exit: 'outside',
    message: `${url} takes no connections: ${reason}`,
    facts: { url, reason },
    next: 'start the server, or give the address it listens on',
  });
}
