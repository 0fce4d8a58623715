import { h } from 'preact';
import { html } from 'htm/preact';
import { waitingWords, type FeedStore } from '../feed-store.ts';
import { counted } from '../format.ts';
import { behind, paused } from '../live.ts';
import { Button } from './button.ts';
import { Freshness } from './freshness.ts';

type Props = {
  readonly store: FeedStore;
  /** The rows are what a search found. */
  readonly searched: boolean;
  readonly onTakeIn: () => void;
};

/** Over the rows: how fresh they are, and what waits to be taken in. Its place is always kept. */
export function FeedStrip({ store, searched, onTakeIn }: Props) {
  const state = store.state.value;
  const feed = state.is === 'ready' ? state.feed : null;
  const waiting = feed !== null && feed.waiting.length > 0;
  return html`<div class="feed-strip">
    ${
      state.is !== 'ready'
        ? html`<p class="freshness"></p>`
        : state.trouble !== null || paused.value || behind.value
          ? h(Freshness, { at: state.at, trouble: state.trouble })
          : html`<p class="freshness">
              ${store.held.value && waiting ? 'Held still while you read' : shown(state.feed.rows.length, searched)}
            </p>`
    }
    ${
      waiting && feed !== null
        ? h(
            Button,
            { tone: 'primary', icon: 'up', keys: 'n', onPress: onTakeIn },
            html`${waitingWords(feed)}<kbd aria-hidden="true">n</kbd>`,
          )
        : null
    }
  </div>`;
}

function shown(rows: number, searched: boolean): string {
  if (rows === 0) return '';
  const what = counted(rows, 'lead');
  return searched ? `${what} found among the newest 10,000, newest first` : `${what} shown, newest first`;
}
