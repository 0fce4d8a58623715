import { databaseTrouble, type Transaction } from '../connections/postgres.ts';
import type { Arrival, Outcome } from './decision.ts';
import { newLeadValues, repeatsNothing, storeNew } from './intake-new.ts';
import { storeBatch, type Companion } from './intake-store.ts';
import { microBatch, type BatchLimits } from './micro-batch.ts';
import { expectNew } from './newness.ts';

/**
 * Where a batch is decided and kept. The bench puts nothing in its place, to see what the rest costs. The database is
 * not given the batch before `after` has resolved; all that can be made ready before, is.
 */
export type Store = (
  arrivals: readonly Arrival[],
  companion?: Companion,
  after?: Promise<unknown>,
) => Promise<readonly Outcome[]>;

/** How one arrival's work reached a connection. */
export type Fly = <T>(work: (connection: Transaction) => Promise<T>) => Promise<T>;

/**
 * What the front door gathers: two flights, so that one works while the other waits for the disk or its leads are
 * answered; the second where enough wait to be worth what each flight costs beside its leads.
 */
export const intakeLimits: BatchLimits = {
  flights: 2,
  worthAnother: 32,
  patience: 5,
  size: 256,
  waiting: 10_000,
};

/** Tries of a batch that lost a race before it is given up. */
const mostTries = 50;

/**
 * A store on connections that pipeline. A batch that is likely to be all new is tried as such; one that is not, or
 * that lost a race, is decided lead by lead.
 */
export function databaseStore(fly: Fly): Store {
  const newness = expectNew();
  return async (arrivals, companion, after) => {
    const mayBeNew = newness.isLikely(arrivals.length) && repeatsNothing(arrivals);
    const values = mayBeNew && after !== undefined ? newLeadValues(arrivals) : undefined;
    if (after !== undefined) await after;
    const asNew = mayBeNew
      ? await fly((connection) => storeNew(connection, arrivals, companion, values))
      : undefined;
    const outcomes = asNew ?? (await storeDecided(fly, arrivals, companion));
    newness.saw(outcomes);
    return outcomes;
  };
}

async function storeDecided(
  fly: Fly,
  arrivals: readonly Arrival[],
  companion?: Companion,
): Promise<readonly Outcome[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fly((connection) => storeBatch(connection, arrivals, companion));
    } catch (error) {
      if (databaseTrouble(error) !== 'retry' || tries >= mostTries) throw error;
    }
  }
}

export type Intake = {
  /** Takes one lead; resolves when its transaction is committed. Rejects with nothing kept. */
  take(arrival: Arrival): Promise<Outcome>;
  /** Leads that wait for a transaction. */
  waiting(): number;
  /** Resolves when every lead taken is answered. */
  idle(): Promise<void>;
};

export type IntakeObserver = { batchDone(size: number): void };

/**
 * The front door: leads of one moment share a transaction, and each is answered after its own commit. Where
 * a batch fails for a reason of its data, each lead is taken alone, so that one spoils no other.
 */
export function openIntake(
  store: Store,
  observer: IntakeObserver,
  limits: BatchLimits = intakeLimits,
): Intake {
  const batches = microBatch<Arrival, Outcome>(limits, async (arrivals) => {
    observer.batchDone(arrivals.length);
    try {
      const outcomes = await store(arrivals);
      return outcomes.map((value) => ({ status: 'fulfilled', value }));
    } catch (error) {
      if (arrivals.length === 1 || databaseTrouble(error) !== 'other') throw error;
      return Promise.allSettled(arrivals.map((arrival) => takeAlone(store, arrival)));
    }
  });
  return { take: batches.add, waiting: batches.waiting, idle: batches.idle };
}

async function takeAlone(store: Store, arrival: Arrival): Promise<Outcome> {
  const [outcome] = await store([arrival]);
  if (outcome === undefined) throw new Error('the store answered nothing');
  return outcome;
}
