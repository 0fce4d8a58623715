import { h } from 'preact';
import { html } from 'htm/preact';
import type { LeaderboardView } from '../../http/api/source-api.ts';
import { call } from '../client.ts';
import { count, counted } from '../format.ts';
import { query } from '../location.ts';
import { Choices, chosenOf } from '../parts/choices.ts';
import { dataTable, type Column } from '../parts/data-table.ts';
import { drawn } from '../parts/drawn.ts';
import { EmptyPanel } from '../parts/empty-panel.ts';
import { Measured } from '../parts/measured.ts';
import { Moment } from '../parts/moment.ts';
import { PageHeader } from '../parts/page-header.ts';
import { TableSkeleton } from '../parts/skeleton.ts';
import { useResource } from '../resource.ts';

type Window = LeaderboardView['window'];
type Measure = LeaderboardView['by'];
type Row = LeaderboardView['items'][number];

const windows: Readonly<Record<Window, { readonly text: string; readonly within: string }>> = {
  hour: { text: 'Hour', within: 'this hour' },
  day: { text: 'Day', within: 'today' },
  month: { text: 'Month', within: 'this month' },
  all: { text: 'All time', within: 'of all time' },
};

const measures: Readonly<Record<Measure, string>> = { accepted: 'Accepted leads', quality: 'Quality' };

/** Who is doing well, over which time? */
export function LeaderboardPage() {
  const window = chosenOf(windows, query.value.get('window'), 'day');
  const by = chosenOf(measures, query.value.get('by'), 'accepted');
  const board = useResource(
    `leaderboard ${window} ${by}`,
    (signal) => call('GET /v1/leaderboard', { query: { window, by, limit: 100 }, signal }),
    { on: (event) => event.type.startsWith('lead.'), everySeconds: 30 },
  );
  return html`
    ${h(PageHeader, { title: 'Leaderboard' })}
    <div class="filters">
      ${h(Choices, { name: 'Time', field: 'window', chosen: window, usual: 'day', options: optionsOf(windows, (each) => each.text) })}
      ${h(Choices, { name: 'Measure', field: 'by', chosen: by, usual: 'accepted', options: optionsOf(measures, (each) => each) })}
    </div>
    ${drawn(board, { skeleton: h(TableSkeleton, { rows: 8, columns: 5 }), ready: drawnBoard })}
  `;
}

function drawnBoard(board: LeaderboardView) {
  const [first] = board.items;
  if (first === undefined) {
    return h(
      EmptyPanel,
      { icon: 'leaderboard', title: `No leads ${windows[board.window].within}` },
      html`<p>Sources are ranked here as soon as they send leads. Hours, days and months are in UTC.</p>
        <div class="actions">
          <a class="button button-primary" href="/leaderboard?window=all"><span>Look at all time</span></a>
        </div>`,
    );
  }
  const most = Math.max(...board.items.map((row) => row[board.by]));
  return html`<figure class="board">
    <figcaption>
      <p>${summary(board, first)}</p>
      <p class="small muted">
        ${board.since === null ? 'Since the first lead.' : html`Since ${h(Moment, { at: board.since })}; hours, days and months are in UTC.`}
        ${' '}Quality is the points of accepted leads per lead received.
      </p>
    </figcaption>
    ${dataTable({ caption: `Sources by ${measures[board.by].toLowerCase()}`, columns: columnsFor(board.by, most), rows: board.items, keyOf: (row) => row.sourceId })}
  </figure>`;
}

function summary({ by, window }: LeaderboardView, first: Row): string {
  const { within } = windows[window];
  return by === 'accepted'
    ? `${first.source} is first ${within} with ${counted(first.accepted, 'accepted lead')} of ${count(first.received)} received.`
    : `${first.source} is first ${within} with a quality of ${quality(first)} from ${counted(first.received, 'lead')}.`;
}

function columnsFor(by: Measure, most: number): readonly Column<Row>[] {
  const shown = (measure: Measure, text: (row: Row) => string): Column<Row>['cell'] =>
    measure === by ? (row) => h(Measured, { value: row[measure], most, text: text(row) }) : text;
  return [
    { name: 'Rank', kind: 'rank', cell: (row) => row.rank },
    {
      name: 'Source',
      kind: 'head',
      cell: (row) =>
        html`<a class="row-link" href="/leads?source=${encodeURIComponent(row.source)}">${row.source}</a>`,
    },
    { name: 'Accepted', kind: 'number', cell: shown('accepted', (row) => count(row.accepted)) },
    { name: 'Received', kind: 'number', cell: (row) => count(row.received) },
    { name: 'Quality', kind: 'number', cell: shown('quality', quality) },
  ];
}

const quality = (row: Row) => row.quality.toFixed(1);

const optionsOf = <V>(table: Readonly<Record<string, V>>, text: (value: V) => string) =>
  Object.entries(table).map(([value, each]) => ({ value, text: text(each) }));
