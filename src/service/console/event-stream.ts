import type { EventView } from '../http/api/lead-api.ts';
import { eventParser } from './event-parser.ts';

/**
 * The stream of live events, followed for as long as the tab is open.
 *
 * connecting → live → (nothing heard for 15 s) stale → (30 s) cut by us → reconnecting → live.
 * A refusal ends it (`ended`); a position that the log no longer holds starts it anew from now, and says
 * so (`onGap`), because events were missed. Every other loss is resumed from the last position, so nothing
 * is lost; what the service sends again after a resume is left out, so nothing comes twice.
 */
export type StreamState =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  | { readonly is: 'stale'; readonly since: number }
  | { readonly is: 'reconnecting'; readonly since: number }
  | { readonly is: 'offline'; readonly since: number }
  | { readonly is: 'ended'; readonly status: number };

export type StreamOptions = {
  /** Asks for the stream from after a position; `null` asks for what comes from now. */
  readonly connect: (after: string | null, signal: AbortSignal) => Promise<Response>;
  readonly onState: (state: StreamState) => void;
  readonly onEvent: (event: EventView) => void;
  /** The stream is open (again): whatever is shown may have missed the time before. */
  readonly onOpen: () => void;
  readonly onGap: () => void;
  readonly online: () => boolean;
  readonly limits?: StreamLimits;
};

export type StreamLimits = {
  /** The service sends a heartbeat every 10 s; half as much again without one is stale. */
  readonly staleMs: number;
  readonly cutMs: number;
  /** First wait before a new attempt, until the service names another with `retry:`; doubles up to the most. */
  readonly retryMs: number;
  readonly mostRetryMs: number;
};

const usual: StreamLimits = { staleMs: 15_000, cutMs: 30_000, retryMs: 1_000, mostRetryMs: 5_000 };

export type EventStream = {
  /** Tries at once: the tab is looked at again. */
  readonly wake: () => void;
  /** The network is back, perhaps another one: leaves the connection that was, and resumes on a new one. */
  readonly renew: () => void;
  /** Lets the connection go: nobody looks. */
  readonly sleep: () => void;
  readonly stop: () => void;
};

/** Follows the stream until it is stopped or refused. */
export function followEvents(options: StreamOptions): EventStream {
  const follower = new Follower(options);
  void follower.run();
  return {
    wake: () => follower.wake(),
    renew: () => follower.renew(),
    sleep: () => follower.sleep(),
    stop: () => follower.stop(),
  };
}

class Follower {
  readonly #options: StreamOptions;
  readonly #limits: StreamLimits;
  readonly #seen = recentPositions(5_000);
  #position: string | null = null;
  #retryMs: number;
  #attempt = 0;
  #heardAt = Date.now();
  #stopped = false;
  #asleep = false;
  #atOnce = false;
  #connection = new AbortController();
  #endWait: () => void = () => undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#limits = options.limits ?? usual;
    this.#retryMs = this.#limits.retryMs;
  }

  async run(): Promise<void> {
    this.#options.onState({ is: 'connecting' });
    while (!this.#stopped) {
      if (this.#asleep) await this.#wait(null);
      this.#atOnce = false;
      this.#connection = new AbortController();
      const ended = await this.#connectOnce().catch(() => false);
      if (ended || this.#stopped) return;
      if (this.#asleep) {
        this.#options.onState({ is: 'connecting' });
        continue;
      }
      if (this.#atOnce) continue;
      this.#options.onState(
        this.#options.online()
          ? { is: 'reconnecting', since: this.#heardAt }
          : { is: 'offline', since: this.#heardAt },
      );
      await this.#pause();
    }
  }

  sleep(): void {
    this.#asleep = true;
    this.#connection.abort();
  }

  wake(): void {
    this.#asleep = false;
    this.#attempt = 0;
    this.#endWait();
    // After sleep the connection may be dead without having said so.
    if (Date.now() - this.#heardAt > this.#limits.staleMs) this.#connection.abort();
  }

  renew(): void {
    this.#atOnce = true;
    this.wake();
    this.#connection.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#connection.abort();
    this.#endWait();
  }

  /** One connection from start to end. True when there is no use in another. */
  async #connectOnce(): Promise<boolean> {
    const { connect, onState, onGap, onOpen } = this.#options;
    const answer = await connect(this.#position, this.#connection.signal);
    if (answer.status === 410) {
      this.#position = null;
      onGap();
      return false;
    }
    if (answer.status === 401 || answer.status === 403) {
      onState({ is: 'ended', status: answer.status });
      return true;
    }
    if (!answer.ok || answer.body === null) return false;
    this.#attempt = 0;
    this.#heard();
    onOpen();
    await this.#read(answer.body);
    return false;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parse = eventParser();
    const watch = setInterval(() => this.#watch(), this.#limits.staleMs / 15);
    try {
      const decoder = new TextDecoder();
      for (const reader = body.getReader(); ;) {
        const piece = await reader.read();
        if (piece.done) return;
        this.#heard();
        for (const block of parse(decoder.decode(piece.value, { stream: true }))) {
          if (block.retryMs !== null) this.#retryMs = block.retryMs;
          if (block.data !== null) this.#take(block.id, block.data);
          else if (block.id !== null) this.#position = block.id;
        }
      }
    } finally {
      clearInterval(watch);
    }
  }

  #take(id: string | null, data: string): void {
    const position = id ?? this.#position;
    this.#position = position;
    if (id !== null && !this.#seen(id)) return;
    this.#options.onEvent(JSON.parse(data) as EventView);
  }

  #heard(): void {
    this.#heardAt = Date.now();
    this.#options.onState({ is: 'live' });
  }

  #watch(): void {
    const silentMs = Date.now() - this.#heardAt;
    if (silentMs > this.#limits.cutMs) this.#connection.abort();
    else if (silentMs > this.#limits.staleMs) this.#options.onState({ is: 'stale', since: this.#heardAt });
  }

  async #pause(): Promise<void> {
    const most = Math.min(this.#limits.mostRetryMs, this.#retryMs * 2 ** this.#attempt);
    this.#attempt += 1;
    // Half of it by chance, so that the tabs of many people do not come back at one moment.
    await this.#wait(most / 2 + (Math.random() * most) / 2);
  }

  /** Waits until it is woken, and no longer than so many milliseconds. */
  async #wait(most: number | null): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = most === null ? undefined : setTimeout(resolve, most);
      this.#endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endWait = () => undefined;
  }
}

/** Whether a position is new, remembering the latest so many: repeats only come right after a resume. */
function recentPositions(most: number): (position: string) => boolean {
  const seen = new Set<string>();
  return (position) => {
    if (seen.has(position)) return false;
    seen.add(position);
    const [oldest] = seen;
    if (seen.size > most && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}
