import { h, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { SourceView } from '../../http/api/source-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { count, share } from '../format.ts';
import { useList } from '../list.ts';
import { Button } from '../parts/button.ts';
import { dataTable, type Column } from '../parts/data-table.ts';
import { drawn } from '../parts/drawn.ts';
import { EmptyPanel } from '../parts/empty-panel.ts';
import { Moment } from '../parts/moment.ts';
import { moreRows } from '../parts/more-rows.ts';
import { PageHeader } from '../parts/page-header.ts';
import { TableSkeleton } from '../parts/skeleton.ts';
import { SourceDialog } from '../parts/source-dialog.ts';
import { refusal } from '../session.ts';

type Editing = { readonly is: 'new' } | { readonly is: 'rename'; readonly source: SourceView } | null;

/** Who sends leads, how many, and how many of them are taken? */
export function SourcesPage() {
  const list = useList(
    'sources',
    (cursor, signal) => call('GET /v1/sources', { query: { limit: 200, cursor }, signal }),
    { on: (event) => event.type.startsWith('lead.') || event.type === 'source.created' },
  );
  const [editing, setEditing] = useState<Editing>(null);
  const no = refusal('sources:write', 'make or rename sources');
  const add = h(
    Button,
    { tone: 'primary', icon: 'plus', refusal: no, onPress: () => setEditing({ is: 'new' }) },
    'New source',
  );
  const saved = async (words: string) => {
    setEditing(null);
    tell(words);
    await list.reload();
  };
  const rename = (source: SourceView) => setEditing({ is: 'rename', source });
  const edited = editing?.is === 'rename' ? editing.source : null;
  return html`
    ${h(PageHeader, { title: 'Sources', actions: add }, no === null ? undefined : html`<p class="small muted">${no}</p>`)}
    ${drawn(list, {
      skeleton: h(TableSkeleton, { rows: 8, columns: 6 }),
      ready: ({ items }) =>
        items.length === 0 ? noSources(add) : sourceTable(items, columnsWith(no, rename)),
    })}
    ${moreRows(list, 'source')}
    ${editing === null ? null : h(SourceDialog, { source: edited, onSaved: saved, onClose: () => setEditing(null) })}
  `;
}

function noSources(add: VNode) {
  return h(
    EmptyPanel,
    { icon: 'sources', title: 'No sources yet' },
    html`<p>
        A source appears here by itself with its first lead. Make one beforehand to have its name right.
      </p>
      <div class="actions">${add}</div>`,
  );
}

const sourceTable = (rows: readonly SourceView[], columns: readonly Column<SourceView>[]) =>
  dataTable({ caption: 'Sources by name', columns, rows, keyOf: (source) => source.id });

const received = (source: SourceView) => source.accepted + source.duplicate + source.suppressed;

function columnsWith(no: string | null, rename: (source: SourceView) => void): readonly Column<SourceView>[] {
  return [
    {
      name: 'Source',
      kind: 'head',
      cell: (source) =>
        html`<a class="row-link" href="/leads?source=${encodeURIComponent(source.name)}">${source.name}</a>`,
    },
    { name: 'Accepted', kind: 'number', cell: (source) => count(source.accepted) },
    { name: 'Duplicate', kind: 'number', cell: (source) => count(source.duplicate) },
    { name: 'Suppressed', kind: 'number', cell: (source) => count(source.suppressed) },
    { name: 'Accepted of all', kind: 'number', cell: (source) => share(source.accepted, received(source)) },
    {
      name: 'Last lead',
      kind: 'number',
      cell: (source) =>
        source.lastLeadAt === null
          ? html`<span class="muted">None yet</span>`
          : h(Moment, { at: source.lastLeadAt }),
    },
    {
      name: 'Acts',
      kind: 'acts',
      cell: (source) =>
        h(Button, { refusal: no, name: `Rename ${source.name}`, onPress: () => rename(source) }, 'Rename'),
    },
  ];
}
