import { leadBody } from './lead-maker.ts';
import type { LoopbackTarget } from './loopback.ts';
import type { LoadPlan } from './plan.ts';

/** Requests made before the clock starts, end to end: nothing that the collector would look through meanwhile. */
type MadeAhead = { readonly bytes: Buffer; readonly ends: Uint32Array };

/** Requests of one such piece of memory. */
const pieceSize = 1_000;

/** The bytes of each request of a plan, to be written at once. */
export class RequestBytes {
  readonly #plan: LoadPlan;
  readonly #head: string;
  #ahead: readonly MadeAhead[] = [];

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
    this.#ahead = Array.from({ length: Math.ceil(count / pieceSize) }, (_, piece) => {
      const first = this.#plan.first + piece * pieceSize;
      return joined(Array.from({ length: pieceSize }, (_, place) => this.#make(first + place)));
    });
  }

  /** The Idempotency-Key of a request: the digits keep keys of one run in the order of their numbers. */
  key(number: number): string | null {
    return this.#plan.keyPrefix === null
      ? null
      : `${this.#plan.keyPrefix}-${String(number).padStart(9, '0')}`;
  }

  of(number: number): Buffer {
    const place = number - this.#plan.first;
    const made = this.#ahead[Math.floor(place / pieceSize)];
    if (made === undefined) return Buffer.from(this.#make(number));
    const at = place % pieceSize;
    return made.bytes.subarray(made.ends[at - 1] ?? 0, made.ends[at]);
  }

  #make(number: number): string {
    const { body: wanted } = this.#plan;
    const body = wanted.kind === 'same' ? wanted.text : leadBody(number, wanted.run);
    const key = this.key(number);
    const keyLine = key === null ? '' : `idempotency-key: ${key}\r\n`;
    return `${this.#head}${keyLine}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }
}

function joined(requests: readonly string[]): MadeAhead {
  const ends = new Uint32Array(requests.length);
  let end = 0;
  requests.forEach((request, place) => (ends[place] = end += Buffer.byteLength(request)));
  return { bytes: Buffer.from(requests.join('')), ends };
}
