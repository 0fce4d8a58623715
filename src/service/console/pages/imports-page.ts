import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { call } from '../client.ts';
import { count, shortId } from '../format.ts';
import { useList, type Items } from '../list.ts';
import { Copyable } from '../parts/copyable.ts';
import { dataTable, type Column } from '../parts/data-table.ts';
import { drawn } from '../parts/drawn.ts';
import { EmptyPanel } from '../parts/empty-panel.ts';
import { ImportStatus } from '../parts/import-status.ts';
import { Moment } from '../parts/moment.ts';
import { moreRows } from '../parts/more-rows.ts';
import { PageHeader } from '../parts/page-header.ts';
import { TableSkeleton } from '../parts/skeleton.ts';
import { UploadPanel } from '../parts/upload-panel.ts';
import { VerdictFile } from '../parts/verdict-file.ts';
import { pathOf } from '../route.ts';
import { uploading } from '../upload.ts';

/** How far is an import, what was refused, and where is the file? */
export function ImportsPage() {
  const [running, setRunning] = useState(false);
  const list = useList(
    'imports',
    async (cursor, signal) => {
      const page = await call('GET /v1/imports', { query: { limit: 50, cursor }, signal });
      if (cursor === undefined) setRunning(page.items.some((each) => each.status === 'running'));
      return page;
    },
    { on: (event) => event.type.startsWith('import.'), everySeconds: running || uploading() ? 1 : null },
  );
  return html`
    ${h(PageHeader, { title: 'Imports' })} ${h(UploadPanel, {})}
    ${drawn(list, { skeleton: h(TableSkeleton, { rows: 6, columns: 8 }), ready: drawnImports })}
    ${moreRows(list, 'import')}
  `;
}

const columns: readonly Column<ImportView>[] = [
  {
    name: 'File',
    kind: 'head',
    cell: (each) => html`<a class="row-link" href=${pathOf('import', each.id)}>${importName(each)}</a>`,
  },
  { name: 'Status', cell: (each) => h(ImportStatus, { status: each.status }) },
  { name: 'Started', cell: (each) => h(Moment, { at: each.startedAt }) },
  { name: 'Rows', kind: 'number', cell: (each) => count(each.rows) },
  { name: 'Accepted', kind: 'number', cell: (each) => count(each.accepted) },
  { name: 'Duplicate', kind: 'number', cell: (each) => count(each.duplicate) },
  { name: 'Suppressed', kind: 'number', cell: (each) => count(each.suppressed) },
  { name: 'Rejected', kind: 'number', cell: (each) => count(each.rejected) },
  { name: 'Unreadable', kind: 'number', cell: (each) => count(each.unreadable) },
  {
    name: 'Verdict file',
    kind: 'acts',
    cell: (each) => (each.rows === 0 ? null : h(VerdictFile, { of: each, text: 'Verdicts' })),
  },
];

function drawnImports({ items }: Items<ImportView>) {
  if (items.length > 0)
    return dataTable({ caption: 'Imports, newest first', columns, rows: items, keyOf: (each) => each.id });
  return h(
    EmptyPanel,
    { icon: 'imports', title: 'No imports yet' },
    html`<p>
        A file of leads goes through the same rules as the API, and every row gets a verdict that can be
        downloaded.
      </p>
      <p>Choose a file above, or on the command line:</p>
      <p>${h(Copyable, { text: './midcoast import examples/leads.csv', what: 'command' })}</p>`,
  );
}

/** What an import is called: its file, or the end of its id. */
export const importName = (each: ImportView) => each.name ?? `Import ${shortId(each.id)}`;
