import type { LeadView } from '../http/api/lead-api.ts';

/**
 * The rows of the lead feed, newest first, as a value. What arrives while the feed is held still waits in
 * `waiting` and is counted; taking it in puts it on top. Older rows are asked for by cursor as one scrolls.
 */
export type Feed = {
  readonly rows: readonly LeadView[];
  readonly waiting: readonly LeadView[];
  /** More is waiting than was fetched. */
  readonly moreWaiting: boolean;
  /** Where the list goes on after a row, by its id; null after the oldest lead of all. */
  readonly cursors: ReadonlyMap<string, string | null>;
};

export type LeadPage = { readonly items: readonly LeadView[]; readonly nextCursor: string | null };

/** Rows kept in memory: a tab that is open for days must not grow. Older ones are asked for again. */
export const mostRows = 10_000;

/** A feed that begins with the newest page. */
export function feedOf(page: LeadPage): Feed {
  return {
    rows: page.items,
    waiting: [],
    moreWaiting: false,
    cursors: new Map(cursorAfter(page.items, page)),
  };
}

/** The cursor for what is older than the last row; `null` when there is nothing older. */
export function olderCursor(feed: Feed): string | null {
  return feed.cursors.get(feed.rows.at(-1)?.id ?? '') ?? null;
}

/** Adds a page of older rows at the end. */
export function withOlder(feed: Feed, page: LeadPage): Feed {
  const known = idsOf(feed.rows);
  const items = page.items.filter((lead) => !known.has(lead.id));
  const rows = [...feed.rows, ...items];
  return { ...feed, rows, cursors: new Map([...feed.cursors, ...cursorAfter(rows, page)]) };
}

/** How much of the newest pages is new, and whether they reach back to a row that is known. */
export function newIn(
  feed: Feed,
  newest: readonly LeadView[],
): { readonly fresh: readonly LeadView[]; readonly reached: boolean } {
  const known = idsOf([...feed.waiting, ...feed.rows]);
  const fresh = newest.filter((lead) => !known.has(lead.id));
  return { fresh, reached: fresh.length < newest.length || known.size === 0 };
}

/**
 * Takes the newest leads, fetched until they reached a known row or the most that is fetched at once.
 * Held still they wait; else they go on top. Not reaching back means a gap: what is known no longer joins
 * on, so taking it in begins the feed anew.
 */
export function withNewest(feed: Feed, pages: readonly LeadPage[], held: boolean): Feed {
  const newest = pages.flatMap((page) => page.items);
  const { fresh, reached } = newIn(feed, newest);
  const updated = withReplaced(feed, newest);
  if (fresh.length === 0) return updated;
  const cursors = new Map([...feed.cursors, ...pages.flatMap((page) => cursorAfter(page.items, page))]);
  const next: Feed = reached
    ? { ...updated, cursors, waiting: [...fresh, ...updated.waiting] }
    : { ...updated, cursors, waiting: fresh, moreWaiting: true };
  return held ? next : taken(next);
}

/** Puts what waits on top. */
export function taken(feed: Feed): Feed {
  if (feed.waiting.length === 0) return feed;
  const rows = feed.moreWaiting ? feed.waiting : [...feed.waiting, ...feed.rows];
  return trimmed({ ...feed, rows, waiting: [], moreWaiting: false });
}

/** Rows whose lead has changed since (erased, say) in place of the old ones. */
export function withReplaced(feed: Feed, leads: readonly LeadView[]): Feed {
  const byId = new Map(leads.map((lead) => [lead.id, lead]));
  const replace = (rows: readonly LeadView[]) =>
    rows.some((lead) => changed(byId.get(lead.id), lead))
      ? rows.map((lead) => byId.get(lead.id) ?? lead)
      : rows;
  return { ...feed, rows: replace(feed.rows), waiting: replace(feed.waiting) };
}

const changed = (now: LeadView | undefined, before: LeadView) =>
  now !== undefined && now.erasedAt !== before.erasedAt;

/** Lets the oldest rows go, back to the last one after which the list can be continued. */
function trimmed(feed: Feed): Feed {
  if (feed.rows.length <= mostRows) return feed;
  const end = feed.rows.findLastIndex((lead, index) => index < mostRows && feed.cursors.has(lead.id));
  if (end === -1) return feed;
  const rows = feed.rows.slice(0, end + 1);
  const ids = idsOf(rows);
  return { ...feed, rows, cursors: new Map([...feed.cursors].filter(([id]) => ids.has(id))) };
}

function cursorAfter(rows: readonly LeadView[], page: LeadPage): readonly [string, string | null][] {
  const last = rows.at(-1);
  return last === undefined ? [] : [[last.id, page.nextCursor]];
}

const idsOf = (leads: readonly LeadView[]) => new Set(leads.map((lead) => lead.id));
