import { computed, effect, signal, untracked } from '@preact/signals';
import type { LeadView } from '../http/api/lead-api.ts';
import { announce } from './announcer.ts';
import { asProblem, type ApiProblem } from './api-problem.ts';
import { call, type InputOf } from './client.ts';
import {
  feedOf,
  newIn,
  olderCursor,
  taken,
  withNewest,
  withOlder,
  withReplaced,
  type Feed,
  type LeadPage,
} from './feed.ts';
import { counted } from './format.ts';
import { listen, paused } from './live.ts';
import { onSessionEnd } from './session.ts';

export type FeedFilter = NonNullable<InputOf<'GET /v1/leads'>['query']>;

export type FeedState =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly problem: ApiProblem }
  | { readonly is: 'ready'; readonly feed: Feed; readonly at: number; readonly trouble: ApiProblem | null };

/** Why the feed holds still. */
export type Hold = 'pointer' | 'focus' | 'scrolled';

/** Pages asked for at once: the newest, and five more of the most items to reach back to what is known. */
const newestLimit = 50;
const pageLimit = 200;
const mostPages = 6;

/** Milliseconds between two askings while leads arrive, and until what failed is tried again. */
const restMs = 1_000;
const retryMs = 5_000;

/** The feed of one set of filters. It is kept when its page is left, so that going back finds it as it was. */
export class FeedStore {
  readonly state = signal<FeedState>({ is: 'loading' });
  readonly holds = signal<ReadonlySet<Hold>>(new Set());
  readonly held = computed(() => paused.value || this.holds.value.size > 0);
  readonly loadingOlder = signal(false);
  readonly #filter: FeedFilter;
  #followed = false;
  #asking = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(filter: FeedFilter) {
    this.#filter = filter;
  }

  /** Keeps the feed up to date until the returned function is called. */
  follow(): () => void {
    this.#followed = true;
    void this.refresh();
    const stopHolding = effect(() => {
      if (!this.held.value) untracked(() => this.takeIn());
    });
    const stop = listen({
      event: (event) => {
        if (event.type === 'lead.erased') void this.#replace(event.subject);
        else if (event.type.startsWith('lead.')) this.#soon();
      },
      renew: () => this.#soon(),
    });
    return () => {
      this.#followed = false;
      stop();
      stopHolding();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  hold(reason: Hold, on: boolean): void {
    if (this.holds.value.has(reason) === on) return;
    const holds = new Set(this.holds.value);
    if (on) holds.add(reason);
    else holds.delete(reason);
    this.holds.value = holds;
  }

  /** Nobody is in the feed any more; what waits stays until it is shown again. */
  letGo(): void {
    this.holds.value = new Set();
  }

  takeIn(): void {
    this.#update(taken);
  }

  /** Asks for the newest leads now. */
  async refresh(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      const before = this.state.value;
      const pages = await this.#newest(before.is === 'ready' ? before.feed : null);
      this.#receive(pages);
    } catch (error) {
      this.#fail(asProblem(error));
    } finally {
      this.#asking = false;
      if (this.#again) this.#soon();
      this.#again = false;
    }
  }

  /** Asks for what is older than the last row. */
  async older(): Promise<void> {
    const state = this.state.value;
    const cursor = state.is === 'ready' ? olderCursor(state.feed) : null;
    if (cursor === null || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    try {
      const page = await this.#page(cursor, pageLimit);
      this.#update((feed) => (olderCursor(feed) === cursor ? withOlder(feed, page) : feed));
    } catch (error) {
      this.#fail(asProblem(error));
    } finally {
      this.loadingOlder.value = false;
    }
  }

  async #newest(feed: Feed | null): Promise<readonly LeadPage[]> {
    const pages = [await this.#page(null, feed === null ? pageLimit : newestLimit)];
    for (let last = pages[0]; feed !== null && pages.length < mostPages;) {
      const reached = newIn(
        feed,
        pages.flatMap((page) => page.items),
      ).reached;
      if (reached || last === undefined || last.nextCursor === null) break;
      last = await this.#page(last.nextCursor, pageLimit);
      pages.push(last);
    }
    return pages;
  }

  #page(cursor: string | null, limit: number): Promise<LeadPage> {
    return call('GET /v1/leads', { query: { ...this.#filter, cursor, limit } });
  }

  #receive(pages: readonly LeadPage[]): void {
    const before = this.state.value;
    const [first] = pages;
    if (before.is !== 'ready' || before.feed.rows.length === 0) {
      if (first !== undefined)
        this.state.value = { is: 'ready', feed: feedOf(first), at: Date.now(), trouble: null };
      return;
    }
    const feed = withNewest(before.feed, pages, this.held.value);
    if (feed.waiting.length > before.feed.waiting.length) announceWaiting(feed);
    this.state.value = { is: 'ready', feed, at: Date.now(), trouble: null };
  }

  #soon(afterMs = restMs): void {
    if (!this.#followed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, afterMs);
  }

  #update(change: (feed: Feed) => Feed): void {
    const state = this.state.value;
    if (state.is === 'ready') this.state.value = { ...state, feed: change(state.feed) };
  }

  #fail(problem: ApiProblem): void {
    const state = this.state.value;
    this.state.value = state.is === 'ready' ? { ...state, trouble: problem } : { is: 'failed', problem };
    // What is shown says that it is tried again.
    if (state.is === 'ready') this.#soon(retryMs);
  }

  async #replace(id: string | null): Promise<void> {
    const state = this.state.value;
    const known =
      state.is === 'ready' && [...state.feed.rows, ...state.feed.waiting].some((lead) => lead.id === id);
    if (id === null || !known) return;
    const lead: LeadView | null = await call('GET /v1/leads/{id}', { params: { id } }).catch(() => null);
    if (lead !== null) this.#update((feed) => withReplaced(feed, [lead]));
  }
}

const kept = new Map<string, FeedStore>();
onSessionEnd(() => kept.clear());

/** Feeds kept at once; the one opened longest ago goes first. */
const mostKept = 4;

/** The feed of a set of filters, as it was left. */
export function feedFor(filter: FeedFilter): FeedStore {
  const key = JSON.stringify(filter);
  const store = kept.get(key) ?? new FeedStore(filter);
  kept.delete(key);
  kept.set(key, store);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return store;
}

let announcedAt = 0;

/** A count at most every ten seconds: a busy feed must not talk all the time. */
function announceWaiting(feed: Feed): void {
  if (Date.now() - announcedAt < 10_000) return;
  announcedAt = Date.now();
  announce(`${waitingWords(feed)} waiting`);
}

/** «14 new leads», «1,050+ new leads». */
export function waitingWords(feed: Feed): string {
  const text = counted(feed.waiting.length, 'new lead');
  return feed.moreWaiting ? text.replace(' ', '+ ') : text;
}
