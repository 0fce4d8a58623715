import { h } from 'preact';
import { useMemo } from 'preact/hooks';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import { leadName } from '../format.ts';
import { pathOf } from '../route.ts';
import { VerdictBadge } from './badge.ts';
import { cell, type Column } from './data-table.ts';
import { Moment } from './moment.ts';
import { Score } from './score.ts';

export const feedColumns: readonly Column<LeadView>[] = [
  {
    name: 'Name',
    kind: 'head',
    cell: (lead) => html`<a class="row-link" href=${pathOf('lead', lead.id)}>${leadName(lead)}</a>`,
  },
  { name: 'Company', cell: (lead) => lead.company },
  { name: 'Contact', cell: (lead) => lead.email ?? lead.phone },
  { name: 'Source', cell: (lead) => lead.source },
  { name: 'Verdict', cell: (lead) => h(VerdictBadge, { verdict: lead.verdict }) },
  { name: 'Score', kind: 'number', cell: (lead) => h(Score, { score: lead.score }) },
  { name: 'Received', kind: 'number', cell: (lead) => h(Moment, { at: lead.receivedAt }) },
];

type Props = {
  readonly lead: LeadView;
  /** Place among the rows that are loaded, from 0. */
  readonly index: number;
};

/** One row of the feed. It is drawn once: scrolling past it costs nothing. */
export function FeedRow({ lead, index }: Props) {
  return useMemo(
    () =>
      html`<tr role="row" data-row=${lead.id} aria-rowindex=${index + 2}>
        ${feedColumns.map((column) => cell(column, lead))}
      </tr>`,
    [lead, index],
  );
}
