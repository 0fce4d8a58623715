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
const betweenLooksMs = 500;

export function liveTail(events: Events, frameOf: (event: Event) => Buffer): LiveTail {
  const followers = new Followers(frameOf);
  let start: Promise<Position> | undefined;
  let closed = false;
  const readOn = async () => {
    for (let end = false; !end && start !== undefined;) {
      const page = await events.read({ after: await start, limit: pageSize });
      for (const event of page.events) followers.deliver(event);
      end = page.end;
      start = followers.count > 0 ? Promise.resolve(page.next) : undefined;
    }
  };
  // Where the database is away, the next look tries again from the same position.
  const look = oneAtATime(() => readOn().catch(() => undefined));
  const stopListening = events.onWake(look.now);
  const timer = setInterval(look.now, betweenLooksMs).unref();
  return {
    follow: async (follower) => {
      if (closed) {
        follower.end();
        return () => undefined;
      }
      const unfollow = followers.add(follower);
      try {
        await (start ??= events.newest());
      } catch (error) {
        start = undefined;
        unfollow();
        throw error;
      }
      look.now();
      return unfollow;
    },
    size: () => followers.count,
    close: async () => {
      closed = true;
      clearInterval(timer);
      stopListening();
      followers.end();
      start = undefined;
      await look.idle();
    },
  };
}

/** Who follows which account. */
class Followers {
  readonly #ofAccount = new Map<string, Set<Follower>>();
  readonly #frameOf: (event: Event) => Buffer;
  count = 0;

  constructor(frameOf: (event: Event) => Buffer) {
    this.#frameOf = frameOf;
  }

  add(follower: Follower): () => void {
    const those = this.#ofAccount.get(follower.account) ?? new Set();
    this.#ofAccount.set(follower.account, those.add(follower));
    this.count += 1;
    return () => {
      if (!those.delete(follower)) return;
      this.count -= 1;
      if (those.size === 0) this.#ofAccount.delete(follower.account);
    };
  }

  deliver(event: Event): void {
    const those = this.#ofAccount.get(event.account);
    if (those === undefined) return;
    const frame = this.#frameOf(event);
    for (const follower of those) follower.deliver(event, frame);
  }

  end(): void {
    for (const those of this.#ofAccount.values()) for (const follower of those) follower.end();
  }
}

/** Runs `work` when asked; asked while it runs, once more after it. */
function oneAtATime(work: () => Promise<void>): { now(): void; idle(): Promise<void> } {
  let running: Promise<void> | undefined;
  let again = false;
  const now = () => {
    again = running !== undefined;
    if (again) return;
    running = work().finally(() => {
      running = undefined;
      if (again) now();
    });
  };
  return { now, idle: async () => running };
}
