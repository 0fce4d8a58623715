import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { call } from '../client.ts';
import { bytes, duration } from '../format.ts';
import { addressAbove } from '../location.ts';
import { Copyable } from '../parts/copyable.ts';
import { dataTable } from '../parts/data-table.ts';
import { drawn } from '../parts/drawn.ts';
import { Facts } from '../parts/facts.ts';
import { ImportCounts } from '../parts/import-counts.ts';
import { ImportFailure } from '../parts/import-failure.ts';
import { ImportStatus } from '../parts/import-status.ts';
import { Moment } from '../parts/moment.ts';
import { PageHeader } from '../parts/page-header.ts';
import { Panel } from '../parts/panel.ts';
import { PanelSkeleton } from '../parts/skeleton.ts';
import { VerdictFile } from '../parts/verdict-file.ts';
import { useResource } from '../resource.ts';
import { importName } from './imports-page.ts';

/** How far this import is, what was refused, and where the file is. */
export function ImportPage({ id }: { readonly id: string }) {
  const [running, setRunning] = useState(false);
  const resource = useResource(
    `import ${id}`,
    async (signal) => {
      const each = await call('GET /v1/imports/{id}', { params: { id }, signal });
      setRunning(each.status === 'running');
      return each;
    },
    { on: (event) => event.subject === id, everySeconds: running ? 1 : null },
  );
  const state = resource.state.value;
  const known = state.is === 'ready' ? state.value : null;
  const title = known === null ? 'Import' : importName(known);
  const actions =
    known === null || known.rows === 0 ? null : h(VerdictFile, { of: known, text: 'Verdict file' });
  return html`
    ${h(
      PageHeader,
      { title, above: { title: 'Imports', href: addressAbove('imports') }, actions },
      html`${known === null ? null : h(ImportStatus, { status: known.status })}${h(Copyable, { text: id, what: 'id' })}`,
    )}
    ${drawn(resource, { skeleton: h(PanelSkeleton, {}), ready: drawnImport })}
  `;
}

function drawnImport(each: ImportView) {
  return html`
    ${each.failure === null ? null : h(ImportFailure, { failure: each.failure, status: each.status, rows: each.rows })}
    <div class="columns">
      <div class="columns-main">
        ${h(Panel, { title: 'Rows by verdict' }, h(ImportCounts, { of: each }))}
        ${each.mapping.length === 0 ? null : h(Panel, { title: 'Columns' }, mapping(each.mapping))}
      </div>
      <div class="columns-side">${h(Panel, { title: 'File' }, h(Facts, { facts: facts(each) }))}</div>
    </div>
  `;
}

function facts(each: ImportView) {
  const end = each.finishedAt === null ? Date.now() : Date.parse(each.finishedAt);
  const leads = `/leads?importId=${encodeURIComponent(each.id)}`;
  return [
    ['Source', each.source ?? 'As the file says'],
    ['Size', bytes(each.bytes)],
    ['Started', h(Moment, { at: each.startedAt })],
    ['Finished', each.finishedAt === null ? 'Not yet' : h(Moment, { at: each.finishedAt })],
    ['Took', duration((end - Date.parse(each.startedAt)) / 1_000)],
    ['Leads', html`<a href=${leads}>Leads of this import</a>`],
  ] as const;
}

function mapping(rows: ImportView['mapping']) {
  return dataTable({
    caption: 'Columns of the file and the fields they became',
    rows,
    keyOf: (row) => row.column,
    columns: [
      { name: 'Column', kind: 'head', cell: (row) => row.column },
      {
        name: 'Field',
        cell: (row) => fieldWords(row.field),
      },
    ],
  });
}

function fieldWords(field: string | null) {
  if (field === null) return html`<span class="muted">Left out</span>`;
  return field === 'fullName' ? 'firstName and lastName' : field;
}
