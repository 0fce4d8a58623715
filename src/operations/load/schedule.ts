import type { LoadPlan } from './plan.ts';

export type Turn = {
  readonly number: number;
  /** When it was to be sent, in milliseconds of `performance.now()`. */
  readonly due: number;
};

/**
 * Which request goes next, and from when its latency counts. What is to be sent again comes first. A paced
 * load has its requests due on a grid of whole milliseconds, whatever became of those before.
 */
export class Schedule {
  readonly #plan: LoadPlan;
  readonly #again: Turn[] = [];
  /** A paced load sends all of its requests, late ones too: leaving those out would hide the worst waits. */
  readonly #count: number;
  #startedAt = 0;
  #taken = 0;
  #ended = false;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#count =
      plan.perSecond === null ? plan.count : Math.min(plan.count, Math.floor(plan.perSecond * plan.seconds));
  }

  /** Different requests handed out so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Nothing new will come. */
  get ended(): boolean {
    return this.#ended || this.#taken >= this.#count;
  }

  /** Requests that wait to be sent again. */
  get waiting(): number {
    return this.#again.length;
  }

  start(now: number): void {
    this.#startedAt = now;
  }

  end(): void {
    this.#ended = true;
  }

  again(number: number, due: number): void {
    this.#again.push({ number, due });
  }

  /** The next request, or undefined when none is due at `now`. */
  next(now: number): Turn | undefined {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    if (this.ended) return undefined;
    const due = this.#dueOf(this.#taken, now);
    if (due > now) return undefined;
    this.#taken += 1;
    return { number: this.#plan.first + this.#taken - 1, due };
  }

  #dueOf(place: number, now: number): number {
    return this.#plan.perSecond === null
      ? now
      : this.#startedAt + Math.ceil((place * 1000) / this.#plan.perSecond);
  }
}
