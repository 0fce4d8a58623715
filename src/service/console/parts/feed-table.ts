import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import { olderCursor, type Feed } from '../feed.ts';
import type { FeedStore } from '../feed-store.ts';
import { useViewport } from '../viewport.ts';
import { segmentsOf, type Segment } from '../virtual-rows.ts';
import { columnHead, roomFor } from './data-table.ts';
import { FeedRow, feedColumns } from './feed-row.ts';

type Props = {
  readonly store: FeedStore;
  readonly feed: Feed;
  /** The last asking failed; older rows are asked for again when one has succeeded. */
  readonly troubled: boolean;
};

/** Pixels scrolled from which on the feed holds still: its newest rows are not what is being read. */
const scrolledPx = 80;

/** The rows of the feed. Only those in view are in the page; it holds still while somebody is in it. */
export function FeedTable({ store, feed, troubled }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const view = useViewport(body, feed.rows.length, (top) => store.hold('scrolled', top > scrolledPx));
  useEffect(() => () => store.letGo(), [store]);

  const focused = focusedId === null ? -1 : feed.rows.findIndex((lead) => lead.id === focusedId);
  const segments = segmentsOf(feed.rows.length, view, focused === -1 ? null : focused);
  const lastDrawn = Math.max(0, ...segments.map((each) => (each.is === 'rows' ? each.to : 0)));
  useEffect(() => {
    if (lastDrawn >= feed.rows.length && feed.rows.length > 0 && !troubled) void store.older();
  }, [lastDrawn, feed.rows.length, troubled, store.loadingOlder.value]);

  const whole = olderCursor(feed) === null;
  return html`<div
    class="table-frame ${roomFor(feedColumns.length)}"
    ...${focusHold(store, setFocusedId)}
    ...${pointerHold(store)}
  >
    <table class="table feed-table" role="table" aria-rowcount=${whole ? feed.rows.length + 1 : -1}>
      <caption class="sr-only">
        Leads, newest first
      </caption>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex="1">
          ${feedColumns.map((column) => columnHead(column))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref=${body}>
        ${segments.map((segment) => drawnSegment(segment, feed.rows, view.rowHeight))}
      </tbody>
    </table>
  </div>`;
}

function drawnSegment(segment: Segment, rows: readonly LeadView[], rowHeight: number) {
  if (segment.is === 'rows') {
    return rows
      .slice(segment.from, segment.to)
      .map((lead, index) => h(FeedRow, { key: lead.id, lead, index: segment.from + index }));
  }
  const style = { height: `${segment.rows * rowHeight}px` };
  const key = `room-${segment.at === 0 ? 'above' : segment.at}`;
  return html`<tr class="room" role="presentation" key=${key}>
    <td role="presentation" colspan=${feedColumns.length} style=${style}></td>
  </tr>`;
}

/** The row that has the focus is kept in the page, and the feed still. */
function focusHold(store: FeedStore, setFocusedId: (id: string | null) => void) {
  return {
    onFocusIn: (event: FocusEvent) => {
      setFocusedId((event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'] ?? null);
      store.hold('focus', true);
    },
    onFocusOut: (event: FocusEvent) => {
      const within = (event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null);
      if (within) return;
      setFocusedId(null);
      store.hold('focus', false);
    },
  };
}

/** A pen or a finger passes; only a mouse rests. */
function pointerHold(store: FeedStore) {
  const hold = (on: boolean) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') store.hold('pointer', on);
  };
  return { onPointerEnter: hold(true), onPointerLeave: hold(false) };
}
