import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** What is known of one request. */
export type LedgerEntry = {
  readonly number: number;
  readonly key: string | null;
  readonly status: number | 'unanswered';
  readonly id: string | null;
  readonly verdict: string | null;
  readonly duplicateOf: string | null;
  /** How often it was sent; above one where an answer was cut off or put off. */
  readonly sent: number;
};

type Answer = Pick<LedgerEntry, 'id' | 'verdict' | 'duplicateOf'>;

const unanswered = 0;

/**
 * Every request of a run and its final answer: what was promised, to be held against what is there.
 * Requests are numbered from `first` without a gap; a number is opened when it is first sent.
 */
export class Ledger {
  readonly #first: number;
  readonly #keyOf: (number: number) => string | null;
  readonly #statuses: number[] = [];
  readonly #sent: number[] = [];
  readonly #answers = new Map<number, Answer>();

  constructor(first: number, keyOf: (number: number) => string | null) {
    this.#first = first;
    this.#keyOf = keyOf;
  }

  /** Notes that a request goes out, for the first time or again. */
  sending(number: number): void {
    const at = number - this.#first;
    this.#sent[at] = (this.#sent[at] ?? 0) + 1;
    this.#statuses[at] ??= unanswered;
  }

  /** Notes the final answer. With `body`, what it says of the lead is kept too. */
  answered(number: number, status: number, body?: Buffer): void {
    this.#statuses[number - this.#first] = status;
    if (body !== undefined) this.#answers.set(number, parseAnswer(body));
  }

  /** Answers by status, and `unanswered`. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const status of this.#statuses) {
      const name = status === unanswered ? 'unanswered' : String(status);
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  *entries(): Generator<LedgerEntry> {
    for (const [at, status] of this.#statuses.entries()) {
      const number = this.#first + at;
      yield {
        number,
        key: this.#keyOf(number),
        status: status === unanswered ? 'unanswered' : status,
        ...(this.#answers.get(number) ?? { id: null, verdict: null, duplicateOf: null }),
        sent: this.#sent[at] ?? 0,
      };
    }
  }

  /** Writes the entries, one JSON object a line. */
  async write(file: string): Promise<void> {
    const stream = createWriteStream(file);
    for (const entry of this.entries()) {
      if (!stream.write(`${JSON.stringify(entry)}\n`)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
  }
}

/** A problem document or a lead's answer; anything else is told apart by its missing id. */
function parseAnswer(body: Buffer): Answer {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    value = null;
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  return { id: text('id'), verdict: text('verdict') ?? text('code'), duplicateOf: text('duplicateOf') };
}
