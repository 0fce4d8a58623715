import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import { permissions } from '../../accounts/permission.ts';
import type { ApiKeyView } from '../../http/api/account-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { count } from '../format.ts';
import { useList } from '../list.ts';
import { ApiKeyDialog } from './api-key-dialog.ts';
import { Button } from './button.ts';
import { Confirm } from './confirm.ts';
import { dataTable, type Column } from './data-table.ts';
import { drawn } from './drawn.ts';
import { EmptyPanel } from './empty-panel.ts';
import { Moment } from './moment.ts';
import { moreRows } from './more-rows.ts';
import { Panel } from './panel.ts';
import { TableSkeleton } from './skeleton.ts';

type Open = { readonly is: 'make' } | { readonly is: 'revoke'; readonly key: ApiKeyView } | null;

/** Which programs may call, and what each may do. */
export function ApiKeySettings() {
  const list = useList('keys', (cursor, signal) =>
    call('GET /v1/api-keys', { query: { limit: 200, cursor }, signal }),
  );
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const actions = h(Button, { icon: 'plus', onPress: () => setOpen({ is: 'make' }) }, 'Make a key');
  return html`
    ${h(
      Panel,
      { title: 'API keys', actions },
      drawn(list, {
        part: true,
        skeleton: h(TableSkeleton, { rows: 3, columns: 5 }),
        ready: ({ items }) =>
          items.length === 0
            ? h(
                EmptyPanel,
                { icon: 'settings', title: 'No API keys' },
                html`<p>A program that sends leads needs a key with the scope <code>leads:write</code>.</p>`,
              )
            : dataTable({
                caption: 'API keys that work, newest first',
                columns: columnsWith((key) => setOpen({ is: 'revoke', key })),
                rows: items,
                keyOf: (key) => key.id,
              }),
      }),
      moreRows(list, 'key'),
    )}
    ${open?.is === 'make' ? h(ApiKeyDialog, { onClose: close, onMade: list.reload }) : null}
    ${open?.is === 'revoke' ? h(Confirm, { ...revoking(open.key, list.reload), onClose: close }) : null}
  `;
}

function revoking(key: ApiKeyView, reload: () => Promise<void>) {
  return {
    question: `Revoke the key ${key.name}?`,
    act: `Revoke ${key.name}`,
    children: html`<p>
        Whatever uses the key that starts with <code>${key.prefix}</code> is refused at once.
      </p>
      <p><strong>This cannot be undone.</strong></p>`,
    onAct: async () => {
      await call('DELETE /v1/api-keys/{id}', { params: { id: key.id } });
      tell(`Revoked the key ${key.name}`);
      await reload();
    },
  };
}

const scopesOf = ({ scopes }: ApiKeyView) =>
  permissions.every((each) => scopes.includes(each)) ? 'Every scope' : scopes.join(', ');

function columnsWith(revoke: (key: ApiKeyView) => void): readonly Column<ApiKeyView>[] {
  return [
    { name: 'Name', kind: 'head', cell: (key) => key.name },
    { name: 'Starts with', cell: (key) => html`<code>${key.prefix}</code>` },
    { name: 'Scopes', kind: 'wrap', cell: scopesOf },
    { name: 'Leads a second', kind: 'number', cell: (key) => count(key.ratePerSecond) },
    {
      name: 'Last used',
      kind: 'number',
      cell: (key) =>
        key.lastUsedAt === null ? html`<span class="muted">Never</span>` : h(Moment, { at: key.lastUsedAt }),
    },
    {
      name: 'Acts',
      kind: 'acts',
      cell: (key) => h(Button, { name: `Revoke ${key.name}`, onPress: () => revoke(key) }, 'Revoke'),
    },
  ];
}
