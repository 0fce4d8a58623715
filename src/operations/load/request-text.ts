import { leadBody } from './lead-maker.ts';
import type { LoopbackTarget } from './loopback.ts';
import type { LoadPlan } from './plan.ts';

type Request = { readonly text: string; readonly encoding: 'latin1' | 'utf8' };

/** The bytes of each request of a plan, as one string to be written at once. */
export class RequestText {
  readonly #plan: LoadPlan;
  readonly #head: string;
  #ahead: Request[] = [];

  constructor(plan: LoadPlan, target: LoopbackTarget) {
    this.#plan = plan;
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    this.#head =
      `POST ${plan.path} HTTP/1.1\r\nhost: ${host}:${target.port}\r\nauthorization: ${plan.authorization}\r\n` +
      'content-type: application/json\r\n';
  }

  /** Makes the plan's first requests. */
  makeAhead(): void {
    const count = Math.min(this.#plan.madeAhead, this.#plan.count);
    this.#ahead = Array.from({ length: count }, (_, place) => this.#make(this.#plan.first + place));
  }

  /** The Idempotency-Key of a request: the digits keep keys of one run in the order of their numbers. */
  key(number: number): string | null {
    return this.#plan.keyPrefix === null
      ? null
      : `${this.#plan.keyPrefix}-${String(number).padStart(9, '0')}`;
  }

  of(number: number): Request {
    return this.#ahead[number - this.#plan.first] ?? this.#make(number);
  }

  #make(number: number): Request {
    const { body: wanted } = this.#plan;
    const body = wanted.kind === 'same' ? wanted.text : leadBody(number, wanted.run);
    const bytes = Buffer.byteLength(body);
    const key = this.key(number);
    const keyLine = key === null ? '' : `idempotency-key: ${key}\r\n`;
    const text = `${this.#head}${keyLine}content-length: ${bytes}\r\n\r\n${body}`;
    // Reading it through makes one string of its parts now, and not when the clock runs.
    const length = Buffer.byteLength(text);
    return { text, encoding: length === text.length ? 'latin1' : 'utf8' };
  }
}
