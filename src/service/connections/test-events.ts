import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { EventType } from '../contract.ts';
import type { Event, Events } from './events.ts';
import type { Position } from './position.ts';

export type Published = { readonly account: string; readonly type: EventType; readonly subject: string };

/** A transaction that has published and is still open. */
export type Held = { commit(): Promise<void>; rollback(): Promise<void> };

/** A log under test. Publishing is the outbox row whatever the adapter, so this does it past the adapter. */
export type EventsUnderTest = {
  readonly events: Events;
  /** The same log as another process reaches it. */
  readonly elsewhere: Events;
  /** As another process too; its consumers look by themselves only each `wokenSeconds`. */
  readonly woken: Events;
  readonly wokenSeconds: number;
  /** Publishes in one transaction, and resolves after its commit. Wakes nobody. */
  publish(events: readonly Published[]): Promise<void>;
  /** Publishes in a transaction that stays open. */
  hold(events: readonly Published[]): Promise<Held>;
  /** Cuts the connection of the member that leads the group, from outside. */
  cutLeader(): Promise<void>;
  /** Lets go what is in the log up to here. */
  expire(upTo: Position): Promise<void>;
  close(): Promise<void>;
};

/** An event of a lead that nobody else has. */
export function lead(account: string): Published {
  return { account, type: 'lead.accepted', subject: randomUUID() };
}

/** One page that holds at least `count` events: what others left open on the server may hold some back. */
export async function readWhole(events: Events, after: Position, account: string | undefined, count: number) {
  const query = { ...(account === undefined ? {} : { account }), after, limit: 1_000 };
  let page = await events.read(query);
  await eventually(`${count} events are settled`, async () => {
    page = await events.read(query);
    return page.events.length >= count;
  });
  return page;
}

/** Consumes until the test is over, however it ends: a member left behind would lead in the next. */
export function consume(
  t: TestContext,
  events: Events,
  types: readonly EventType[],
  handle: (batch: readonly Event[]) => Promise<void>,
  failed: (error: unknown) => void = () => undefined,
): void {
  const consumer = events.consume({ group: 'leaderboard', types, handle, failed });
  t.after(() => consumer.stop());
}

/** Looks until it is so. The limit is far beyond what any of this takes on a busy machine. */
export async function eventually(what: string, so: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 180_000;
  while (!(await so())) {
    if (performance.now() > deadline) throw new Error(`in vain: ${what}`);
    await wait(10);
  }
}
