import { html } from 'htm/preact';
import type { LeaderboardView } from '../../http/api/source-api.ts';
import { call } from '../client.ts';
import { count, counted, share } from '../format.ts';
import { useResource, type Loaded } from '../resource.ts';

/** The most sources that one answer holds; where there are as many, a sum of them would be too small. */
const mostSources = 100;

type Props = {
  /** Of one source alone; null: of all. */
  readonly source: string | null;
};

/** How much came in today, and how much of it was taken. Its place is always kept. */
export function Arrivals({ source }: Props) {
  const today = useResource(
    'arrivals',
    (signal) => call('GET /v1/leaderboard', { query: { window: 'day', limit: mostSources }, signal }),
    { on: (event) => event.type.startsWith('lead.'), everySeconds: 30 },
  );
  return html`<p class="arrivals">${drawnState(today.state.value, source)}</p>`;
}

/** When it cannot be had nothing is said: what is wrong stands over the feed. */
function drawnState(state: Loaded<LeaderboardView>, source: string | null) {
  switch (state.is) {
    case 'loading':
      return html`<span class="skeleton" aria-hidden="true"><span class="skeleton-cell"></span></span>`;
    case 'failed':
      return null;
    case 'ready':
      return words(state.value, source);
  }
}

function words({ items }: LeaderboardView, source: string | null): string | null {
  const rows = source === null ? items : items.filter((row) => row.source === source);
  if (items.length >= mostSources && (source === null || rows.length === 0)) return null;
  const received = rows.reduce((sum, row) => sum + row.received, 0);
  const accepted = rows.reduce((sum, row) => sum + row.accepted, 0);
  const from = source === null ? '' : ` from ${source}`;
  return received === 0
    ? `No lead${from} yet today (UTC)`
    : `${counted(received, 'lead')}${from} today (UTC), ${count(accepted)} accepted: ${share(accepted, received)}`;
}
