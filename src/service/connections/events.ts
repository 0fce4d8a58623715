import type { ConsumerGroup, EventType } from '../contract.ts';
import type { Position } from './position.ts';

/** An event of the log. Ids, verdicts and codes only: whoever needs a person reads the lead by its id. */
export type Event = {
  readonly position: Position;
  readonly account: string;
  readonly id: string;
  readonly type: EventType;
  readonly time: Date;
  /** Id of what the event is about. */
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>>;
};

export type ReadQuery = {
  /** Only this account's events; absent: the whole shard's. */
  readonly account?: string;
  readonly after: Position;
  readonly limit: number;
};

export type Page = {
  readonly events: readonly Event[];
  /** Go on from here; the newest settled position when the page came to the end. */
  readonly next: Position;
  readonly end: boolean;
};

export type Consumption = {
  readonly group: ConsumerGroup;
  readonly types: readonly EventType[];
  /** Called with events in order, at least once each; the group's position is committed after it. */
  readonly handle: (batch: readonly Event[]) => Promise<void>;
  /** Told what went wrong: the database was away, or `handle` threw. The same events come again. */
  readonly failed?: (error: unknown) => void;
};

export type Consumer = { stop(): Promise<void> };

/**
 * The event log. It knows no leads. Publishing is a row of the outbox, written in the transaction of what
 * it tells; there is no other way to publish. The contract is `events.contract.ts`: each adapter passes it.
 */
export type Events = {
  /** Reads settled events in order. Throws `PositionExpired` when `after` is older than the log. */
  read(query: ReadQuery): Promise<Page>;
  /** The newest settled position. */
  newest(): Promise<Position>;
  /** Handles events of all accounts as one member of a group; any member may die. */
  consume(consumption: Consumption): Consumer;
  /** Says that something was committed; consumers and listeners look now instead of at their next turn. */
  wake(): void;
  /** Calls `listener` when something may be new; answers how to stop. */
  onWake(listener: () => void): () => void;
  /** How far each group is. */
  lags(): Promise<readonly Lag[]>;
  close(): Promise<void>;
};

export type Lag = {
  readonly group: ConsumerGroup;
  readonly position: Position;
  readonly events: number;
  readonly seconds: number;
};

/** The position asked for is older than what the log still holds. */
export class PositionExpired extends Error {
  readonly oldest: Position;

  constructor(oldest: Position) {
    super('the position is older than the log');
    this.oldest = oldest;
  }
}
