import { h } from 'preact';
import { html } from 'htm/preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { count, share } from '../format.ts';
import { Badge, type Tone } from './badge.ts';
import { dataTable } from './data-table.ts';
import { Measured } from './measured.ts';

const verdicts = [
  { field: 'accepted', text: 'Accepted', tone: 'good', means: 'Taken as a lead' },
  { field: 'duplicate', text: 'Duplicate', tone: 'quiet', means: 'Repeats a lead inside the window' },
  {
    field: 'suppressed',
    text: 'Suppressed',
    tone: 'attention',
    means: 'Its contact is on the suppression list',
  },
  { field: 'rejected', text: 'Rejected', tone: 'attention', means: 'Read, but not a valid lead' },
  { field: 'unreadable', text: 'Unreadable', tone: 'bad', means: 'Could not be read as a row' },
] as const satisfies readonly { field: keyof ImportView; text: string; tone: Tone; means: string }[];

/** Every row has one of five verdicts; their sum is the number of rows. */
export function ImportCounts({ of }: { readonly of: ImportView }) {
  return html`
    <p class="big-number">${count(of.rows)} <span class="muted">${of.rows === 1 ? 'row' : 'rows'}</span></p>
    ${dataTable({
      caption: 'Rows by verdict',
      rows: verdicts,
      keyOf: (row) => row.field,
      columns: [
        { name: 'Verdict', kind: 'head', cell: (row) => h(Badge, { tone: row.tone, text: row.text }) },
        { name: 'Means', cell: (row) => row.means },
        {
          name: 'Rows',
          kind: 'number',
          cell: (row) => h(Measured, { value: of[row.field], most: of.rows, text: count(of[row.field]) }),
        },
        { name: 'Share', kind: 'number', cell: (row) => share(of[row.field], of.rows) },
      ],
    })}
  `;
}
