import { h } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { html } from 'htm/preact';
import { feedFor, type FeedFilter, type FeedState, type FeedStore } from '../feed-store.ts';
import { pageKeys } from '../keys.ts';
import { query } from '../location.ts';
import { Arrivals } from '../parts/arrivals.ts';
import { verdictWords } from '../parts/badge.ts';
import { chosenOf } from '../parts/choices.ts';
import { EmptyFeed } from '../parts/empty-feed.ts';
import { FeedFilters } from '../parts/feed-filters.ts';
import { FeedStrip } from '../parts/feed-strip.ts';
import { FeedTable } from '../parts/feed-table.ts';
import { LoadError } from '../parts/load-error.ts';
import { PageHeader } from '../parts/page-header.ts';
import { TableSkeleton } from '../parts/skeleton.ts';

/** What is arriving, and is anything wrong? */
export function LeadsPage() {
  const filter = filterOf(query.value);
  const key = JSON.stringify(filter);
  const store = useMemo(() => feedFor(filter), [key]);
  useEffect(() => store.follow(), [store]);
  const takeIn = () => takeInAndShow(store);
  useEffect(() => {
    pageKeys.value = { takeIn };
    return () => (pageKeys.value = {});
  }, [store]);
  return html`
    ${h(PageHeader, { title: 'Leads', actions: arrivalsFor(filter) })} ${h(FeedFilters, { filter })}
    ${h(FeedStrip, { store, searched: Boolean(filter.q), onTakeIn: takeIn })}
    ${drawnState(store, store.state.value, filter)}
  `;
}

/** Beside a search or a file, what came in today is another matter. */
const arrivalsFor = ({ q, importId, source }: FeedFilter) =>
  q || importId ? undefined : h(Arrivals, { source: source ?? null });

function drawnState(store: FeedStore, state: FeedState, filter: FeedFilter) {
  switch (state.is) {
    case 'loading':
      return h(TableSkeleton, { rows: 14, columns: 7 });
    case 'failed':
      return h(LoadError, { problem: state.problem, onRetry: () => void store.refresh() });
    case 'ready':
      return state.feed.rows.length === 0
        ? h(EmptyFeed, { filter })
        : h(FeedTable, { store, feed: state.feed, troubled: state.trouble !== null });
  }
}

/** The filters as the address has them; an import that there cannot be is left for the service to refuse. */
function filterOf(search: URLSearchParams): FeedFilter {
  const verdict = chosenOf(verdictWords, search.get('verdict'), null);
  return { verdict, source: search.get('source'), importId: search.get('importId'), q: search.get('q') };
}

/** New rows come on top, so that is where one goes; a focus in the rows goes to the newest. */
function takeInAndShow(store: FeedStore): void {
  const inRows = document.activeElement?.closest('[data-row]') != null;
  store.takeIn();
  scrollTo(0, 0);
  if (inRows) requestAnimationFrame(() => document.querySelector<HTMLElement>('main [data-row] a')?.focus());
}
