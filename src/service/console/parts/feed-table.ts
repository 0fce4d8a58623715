import { h } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import type { Feed } from '../feed.ts';
import { olderCursor } from '../feed.ts';
import type { FeedStore } from '../feed-store.ts';
import { leadName } from '../format.ts';
import { place, scrollThen } from '../location.ts';
import { pathOf } from '../route.ts';
import { segmentsOf, type Segment, type Viewport } from '../virtual-rows.ts';
import { VerdictBadge } from './badge.ts';
import { cell, columnHead, type Column } from './data-table.ts';
import { Moment } from './moment.ts';
import { Score } from './score.ts';

const columns: readonly Column<LeadView>[] = [
  { name: 'Name', kind: 'head', cell: (lead) => html`<a class="row-link" href=${pathOf('lead', lead.id)}>${leadName(lead)}</a>` },
  { name: 'Company', cell: (lead) => lead.company },
  { name: 'Contact', cell: (lead) => lead.email ?? lead.phone },
  { name: 'Source', cell: (lead) => lead.source },
  { name: 'Verdict', cell: (lead) => h(VerdictBadge, { verdict: lead.verdict }) },
  { name: 'Score', kind: 'number', cell: (lead) => h(Score, { score: lead.score }) },
  { name: 'Received', kind: 'number', cell: (lead) => h(Moment, { at: lead.receivedAt }) },
];

/** Pixels a row takes until one has been measured; kept from page to page. */
let knownRowHeight = 40;

type Props = { readonly store: FeedStore; readonly feed: Feed };

/** The rows of the feed. Only those in view are in the page; it holds still while somebody is in it. */
export function FeedTable({ store, feed }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const view = useViewport(body, store);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  useEffect(() => () => store.letGo(), [store]);

  const focused = focusedId === null ? -1 : feed.rows.findIndex((lead) => lead.id === focusedId);
  const segments = segmentsOf(feed.rows.length, view, focused === -1 ? null : focused);
  const lastSeen = Math.max(0, ...segments.map((each) => (each.is === 'rows' ? each.to : 0)));
  useEffect(() => {
    if (lastSeen >= feed.rows.length && feed.rows.length > 0) void store.older();
  }, [lastSeen, feed.rows.length]);

  const focus = (event: FocusEvent) => {
    setFocusedId((event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'] ?? null);
    store.hold('focus', true);
  };
  const blur = (event: FocusEvent) => {
    if (event.currentTarget instanceof Element && event.currentTarget.contains(event.relatedTarget as Node | null)) return;
    setFocusedId(null);
    store.hold('focus', false);
  };
  const known = olderCursor(feed) === null;
  return html`<div class="table-frame" onFocusIn=${focus} onFocusOut=${blur} ...${pointerHold(store)}>
    <table class="table feed-table" role="table" aria-rowcount=${known ? feed.rows.length + 1 : -1}>
      <caption class="sr-only">Leads, newest first</caption>
      <thead role="rowgroup"><tr role="row" aria-rowindex="1">${columns.map((column) => columnHead(column))}</tr></thead>
      <tbody role="rowgroup" ref=${body}>${segments.map((segment) => drawnSegment(segment, feed.rows, view.rowHeight))}</tbody>
    </table>
  </div>`;
}

function drawnSegment(segment: Segment, rows: readonly LeadView[], rowHeight: number) {
  if (segment.is === 'room') {
    const style = { height: `${segment.rows * rowHeight}px` };
    return html`<tr class="room" role="presentation" key="room-${segment.at === 0 ? 'above' : segment.at}"><td role="presentation" colspan=${columns.length} style=${style}></td></tr>`;
  }
  return rows.slice(segment.from, segment.to).map(
    (lead, index) => html`<tr role="row" key=${lead.id} data-row=${lead.id} aria-rowindex=${segment.from + index + 2}>
      ${columns.map((column) => cell(column, lead))}
    </tr>`,
  );
}

/** A pen or a finger passes; only a mouse rests. */
function pointerHold(store: FeedStore) {
  const hold = (on: boolean) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') store.hold('pointer', on);
  };
  return { onPointerEnter: hold(true), onPointerLeave: hold(false) };
}

/** What of the rows is in view, measured when the window scrolls or changes. */
function useViewport(body: { readonly current: HTMLElement | null }, store: FeedStore): Viewport {
  const [view, setView] = useState<Viewport>(() => ({
    top: place.peek().came === 'back' ? scrollThen() : 0,
    height: innerHeight,
    rowHeight: knownRowHeight,
  }));
  const measure = () => {
    const rows = body.current;
    if (rows === null) return;
    const row = rows.querySelector<HTMLElement>('[data-row]');
    knownRowHeight = row?.getBoundingClientRect().height || knownRowHeight;
    const top = -rows.getBoundingClientRect().top;
    // Only a move of some rows is worth drawing anew: there are more in the page than are seen.
    setView((before) => {
      const still = Math.abs(before.top - top) < knownRowHeight * 4 && before.height === innerHeight;
      return still && before.rowHeight === knownRowHeight ? before : { top, height: innerHeight, rowHeight: knownRowHeight };
    });
    store.hold('scrolled', scrollY > 80);
  };
  useLayoutEffect(measure);
  useEffect(() => {
    addEventListener('scroll', measure, { passive: true });
    addEventListener('resize', measure);
    return () => {
      removeEventListener('scroll', measure);
      removeEventListener('resize', measure);
    };
  }, [store]);
  return view;
}
