import { h } from 'preact';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import { dataTable, type Column } from './data-table.ts';
import { Panel } from './panel.ts';
import { highestScore } from './score.ts';

type Reason = LeadView['reasons'][number];

const columns: readonly Column<Reason>[] = [
  {
    name: 'Reason',
    kind: 'head',
    cell: (reason) => html`${reason.text} <code class="reason-code">${reason.code}</code>`,
  },
  { name: 'Points', kind: 'number', cell: (reason) => signed(reason.points) },
];

/** Why the lead has its score or was not taken: each reason and its points. */
export function LeadReasons({ lead }: { readonly lead: LeadView }) {
  if (lead.reasons.length === 0) return null;
  const title = lead.score === null ? 'Why' : `Why ${lead.score} of ${highestScore}`;
  const table = dataTable({
    caption: title,
    columns,
    rows: lead.reasons,
    brief: true,
    keyOf: (reason) => `${reason.code} ${reason.text}`,
  });
  return h(Panel, { title }, table);
}

/** +10, 0, −5, with a true minus. */
const signed = (points: number) => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0');
