import type { Event, Events } from '../connections/events.ts';
import type { Position } from '../connections/position.ts';

/** A follower of one account's events. */
export type Follower = {
  readonly account: string;
  /** Called with events in order; each event once, but for those that came before it began to follow. */
  deliver(event: Event, frame: Buffer): void;
  /** Called when this process stops. */
  end(): void;
};

/**
 * One reader at the end of the log for all streams of this process: each event is read and written out once,
 * however many follow. It reads only while somebody follows.
 */
export type LiveTail = {
  /** Resolves when every later event will be delivered: what is older is in the log. Answers how to stop. */
  follow(follower: Follower): Promise<() => void>;
  /** Followers now. */
  size(): number;
  /** Ends every stream. */
  close(): Promise<void>;
};

/** Events read at once. */
const pageSize = 1_000;

/** Milliseconds between looks when nobody wakes. */
const betweenLooks = 500;

export function liveTail(events: Events, frameOf: (event: Event) => Buffer): LiveTail {
  const followers = new Map<string, Set<Follower>>();
  let count = 0;
  let start: Promise<Position> | undefined;
  let reading: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const readOn = async () => {
    for (let end = false; !end && start !== undefined; ) {
      const page = await events.read({ after: await start, limit: pageSize });
      for (const event of page.events) hand(event);
      end = page.end;
      start = count > 0 ? Promise.resolve(page.next) : undefined;
    }
  };
  const hand = (event: Event) => {
    const those = followers.get(event.account);
    if (those === undefined) return;
    const frame = frameOf(event);
    for (const follower of those) follower.deliver(event, frame);
  };
  const look = () => {
    if (start === undefined || closed) return;
    if (reading !== undefined) {
      again = true;
      return;
    }
    reading = readOn()
      .catch(() => undefined) // The database is away; the next look tries again from the same position.
      .finally(() => {
        reading = undefined;
        if (!again) return;
        again = false;
        look();
      });
  };
  const stopListening = events.onWake(look);
  const timer = setInterval(look, betweenLooks).unref();
  return {
    follow: async (follower) => {
      const those = followers.get(follower.account) ?? new Set();
      followers.set(follower.account, those.add(follower));
      count += 1;
      const unfollow = () => {
        if (!those.delete(follower)) return;
        count -= 1;
        if (those.size === 0) followers.delete(follower.account);
      };
      try {
        await (start ??= events.newest());
      } catch (error) {
        start = undefined;
        unfollow();
        throw error;
      }
      look();
      return unfollow;
    },
    size: () => count,
    close: async () => {
      closed = true;
      for (const those of followers.values()) for (const follower of those) follower.end();
      clearInterval(timer);
      stopListening();
      await reading;
    },
  };
}
