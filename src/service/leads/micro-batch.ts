/** How items are gathered. */
export type BatchLimits = {
  /** Batches under way at once. */
  readonly flights: number;
  /** Items for which another is begun while one is under way: a few are cheaper with the next. */
  readonly worthAnother: number;
  /** Milliseconds after which a few fly all the same: the one under way may wait for somebody else. */
  readonly patience: number;
  /** Most items a batch. */
  readonly size: number;
  /** Items that may wait; more are refused at once. */
  readonly waiting: number;
};

/** Too many wait already: come again. */
export class Overloaded extends Error {
  constructor() {
    super('too many leads wait for the database');
  }
}

type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

export type MicroBatch<T, R> = {
  /** Resolves when the batch that carried the item is done. */
  add(item: T): Promise<R>;
  /** Items that wait for a flight. */
  waiting(): number;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
};

/**
 * Lets the items of one moment share one flight. A lonely item flies at once; while flights are under way the
 * others gather, so batches grow with the load and only with it.
 */
export function microBatch<T, R>(limits: BatchLimits, fly: Fly<T, R>): MicroBatch<T, R> {
  const gathering = new Gathering(limits, fly);
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        gathering.add({ item, resolve, reject });
      }),
    waiting: () => gathering.waiting,
    idle: () => new Promise((resolve) => gathering.whenIdle(resolve)),
  };
}

type Fly<T, R> = (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>;

class Gathering<T, R> {
  readonly #limits: BatchLimits;
  readonly #fly: Fly<T, R>;
  #queue: Waiting<T, R>[] = [];
  #flying = 0;
  /** Items of the flights under way. */
  #aboard = 0;
  #scheduled = false;
  #hurrying: NodeJS.Timeout | undefined;
  #idlers: (() => void)[] = [];

  constructor(limits: BatchLimits, fly: Fly<T, R>) {
    this.#limits = limits;
    this.#fly = fly;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  add(waiting: Waiting<T, R>): void {
    if (this.#queue.length >= this.#limits.waiting) {
      waiting.reject(new Overloaded());
      return;
    }
    this.#queue.push(waiting);
    if (this.#scheduled || this.#flying >= this.#limits.flights) return;
    this.#scheduled = true;
    setImmediate(() => this.#launch()); // After the requests that this turn of the event loop still brings.
  }

  whenIdle(idle: () => void): void {
    if (this.#flying === 0 && this.#queue.length === 0) idle();
    else this.#idlers.push(idle);
  }

  get #isFree(): boolean {
    return this.#flying < this.#limits.flights && this.#queue.length > 0;
  }

  /**
   * How many one flight takes of all that are on their way: with all of them in one, everybody would wait for the
   * database, and then the database for everybody.
   */
  get #share(): number {
    const { flights, worthAnother, size } = this.#limits;
    return Math.min(size, Math.max(worthAnother, Math.ceil((this.#queue.length + this.#aboard) / flights)));
  }

  #launch(): void {
    this.#scheduled = false;
    while (this.#isFree && (this.#flying === 0 || this.#queue.length >= this.#limits.worthAnother))
      this.#takeOff();
    if (this.#isFree) this.#hurrying ??= setTimeout(() => this.#hurry(), this.#limits.patience);
  }

  #hurry(): void {
    this.#hurrying = undefined;
    if (this.#isFree) this.#takeOff();
  }

  #takeOff(): void {
    const share = this.#share;
    const batch = this.#queue.slice(0, share);
    this.#queue = this.#queue.slice(share);
    this.#flying += 1;
    this.#aboard += batch.length;
    if (this.#queue.length === 0) {
      clearTimeout(this.#hurrying);
      this.#hurrying = undefined;
    }
    void this.#carry(batch);
  }

  async #carry(batch: readonly Waiting<T, R>[]): Promise<void> {
    const answer = await answerOf(batch, this.#fly);
    this.#flying -= 1;
    this.#aboard -= batch.length;
    this.#launch(); // Before anybody is answered: the database need not wait for that.
    answer();
    if (this.#flying > 0) return;
    for (const idle of this.#idlers) idle();
    this.#idlers = [];
  }
}

/** Resolves when the flight is over, with what gives each item its result. */
async function answerOf<T, R>(batch: readonly Waiting<T, R>[], fly: Fly<T, R>): Promise<() => void> {
  try {
    const results = await fly(batch.map((waiting) => waiting.item));
    return () => batch.forEach((waiting, index) => settle(waiting, results[index]));
  } catch (error) {
    return () => batch.forEach((waiting) => waiting.reject(error));
  }
}

function settle<T, R>(waiting: Waiting<T, R>, result: PromiseSettledResult<R> | undefined): void {
  if (result === undefined) waiting.reject(new Error('a batch came back without this item'));
  else if (result.status === 'fulfilled') waiting.resolve(result.value);
  else waiting.reject(result.reason);
}
