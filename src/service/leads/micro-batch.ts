/** How items are gathered. */
export type BatchLimits = {
  /** Batches under way at once. */
  readonly flights: number;
  /** Items for which another is begun while one is under way: a few are cheaper with the next. */
  readonly worthAnother: number;
  /** Milliseconds after which a few fly all the same: the one under way may wait for somebody else. */
  readonly patience: number;
  /** Items a batch. */
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
 * Lets the items of one moment share one flight. A lonely item flies at once, and no item waits on a timer; while
 * flights are under way the others gather, so batches grow with the load and only with it.
 */
export function microBatch<T, R>(
  limits: BatchLimits,
  fly: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>,
): MicroBatch<T, R> {
  let queue: Waiting<T, R>[] = [];
  let flying = 0;
  let scheduled = false;
  let hurrying: NodeJS.Timeout | undefined;
  let idlers: (() => void)[] = [];

  const isFree = () => flying < limits.flights && queue.length > 0;
  const isWorthIt = () => isFree() && (flying === 0 || queue.length >= limits.worthAnother);
  const takeOff = () => {
    const batch = queue.slice(0, limits.size);
    queue = queue.slice(limits.size);
    flying += 1;
    void carry(batch, fly).finally(land);
  };
  const launch = () => {
    scheduled = false;
    while (isWorthIt()) takeOff();
    if (isFree()) hurrying ??= setTimeout(hurry, limits.patience);
  };
  const hurry = () => {
    hurrying = undefined;
    if (isFree()) takeOff();
  };
  const land = () => {
    flying -= 1;
    launch();
    if (flying > 0) return;
    for (const idle of idlers) idle();
    idlers = [];
  };
  return {
    add: (item) =>
      new Promise<R>((resolve, reject) => {
        if (queue.length >= limits.waiting) {
          reject(new Overloaded());
          return;
        }
        queue.push({ item, resolve, reject });
        if (scheduled || flying >= limits.flights) return;
        scheduled = true;
        setImmediate(launch); // After the requests that this turn of the event loop still brings.
      }),
    waiting: () => queue.length,
    idle: () =>
      new Promise((resolve) => {
        if (flying === 0 && queue.length === 0) resolve();
        else idlers.push(resolve);
      }),
  };
}

async function carry<T, R>(
  batch: readonly Waiting<T, R>[],
  fly: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>,
): Promise<void> {
  try {
    const results = await fly(batch.map((waiting) => waiting.item));
    batch.forEach((waiting, index) => settle(waiting, results[index]));
  } catch (error) {
    for (const waiting of batch) waiting.reject(error);
  }
}

function settle<T, R>(waiting: Waiting<T, R>, result: PromiseSettledResult<R> | undefined): void {
  if (result === undefined) waiting.reject(new Error('a batch came back without this item'));
  else if (result.status === 'fulfilled') waiting.resolve(result.value);
  else waiting.reject(result.reason);
}
