import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { SuppressionView } from '../../http/api/suppression-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { words } from '../format.ts';
import { useList } from '../list.ts';
import { contactWords } from '../parts/contact-kind.ts';
import { Button } from '../parts/button.ts';
import { Confirm } from '../parts/confirm.ts';
import { Copyable } from '../parts/copyable.ts';
import { dataTable, type Column } from '../parts/data-table.ts';
import { drawn } from '../parts/drawn.ts';
import { EmptyPanel } from '../parts/empty-panel.ts';
import { Moment } from '../parts/moment.ts';
import { moreRows } from '../parts/more-rows.ts';
import { PageHeader } from '../parts/page-header.ts';
import { TableSkeleton } from '../parts/skeleton.ts';
import { SuppressionDialog } from '../parts/suppression-dialog.ts';
import { refusal } from '../session.ts';

type Open = { readonly is: 'add' } | { readonly is: 'lift'; readonly suppression: SuppressionView } | null;

/** With which contacts is no lead taken, and why? */
export function SuppressionsPage() {
  const list = useList(
    'suppressions',
    (cursor, signal) => call('GET /v1/suppressions', { query: { limit: 200, cursor }, signal }),
    { on: (event) => event.type.startsWith('suppression.') },
  );
  const [open, setOpen] = useState<Open>(null);
  const no = refusal('suppressions:write', 'add or lift suppressions');
  const add = h(
    Button,
    { tone: 'primary', icon: 'plus', refusal: no, onPress: () => setOpen({ is: 'add' }) },
    'Suppress a contact',
  );
  const close = () => setOpen(null);
  return html`
    ${h(PageHeader, { title: 'Suppressions', actions: add }, no === null ? undefined : html`<p class="small muted">${no}</p>`)}
    ${drawn(list, {
      skeleton: h(TableSkeleton, { rows: 6, columns: 6 }),
      ready: ({ items }) =>
        items.length === 0
          ? h(
              EmptyPanel,
              { icon: 'suppressions', title: 'Nobody is suppressed' },
              html`<p>
                  When somebody revokes consent or asks not to be contacted, suppress their e-mail or phone
                  here: no lead with it is taken any more. Only a keyed hash of it is kept.
                </p>
                <div class="actions">${add}</div>`,
            )
          : dataTable({
              caption: 'Suppressions, newest first',
              columns: columnsWith(no, (suppression) => setOpen({ is: 'lift', suppression })),
              rows: items,
              keyOf: (each) => each.id,
            }),
    })}
    ${moreRows(list, 'suppression')}
    ${open?.is === 'add' ? h(SuppressionDialog, { onClose: close, onSaved: list.reload }) : null}
    ${open?.is === 'lift' ? h(Confirm, { ...lifting(open.suppression, list.reload), onClose: close }) : null}
  `;
}

function lifting(suppression: SuppressionView, reload: () => Promise<void>) {
  const what = `${contactWords[suppression.kind].toLowerCase()} ${suppression.hash.slice(0, 8)}`;
  return {
    question: `Lift the suppression of ${what}?`,
    act: 'Lift it',
    children: html`<p>
        Leads with this contact are taken again from now on. Those refused before stay refused.
      </p>
      <p>To undo it, suppress the contact again.</p>`,
    onAct: async () => {
      await call('DELETE /v1/suppressions/{id}', { params: { id: suppression.id } });
      tell(`Lifted the suppression of ${what}`);
      await reload();
    },
  };
}

function columnsWith(
  no: string | null,
  lift: (each: SuppressionView) => void,
): readonly Column<SuppressionView>[] {
  return [
    { name: 'Reason', kind: 'head', cell: (each) => words(each.reason) },
    { name: 'Contact', cell: (each) => contactWords[each.kind] },
    { name: 'Keyed hash', cell: (each) => h(Copyable, { text: each.hash, what: 'hash', short: true }) },
    { name: 'Added', kind: 'number', cell: (each) => h(Moment, { at: each.createdAt }) },
    {
      name: 'Until',
      kind: 'number',
      cell: (each) =>
        each.until === null ? html`<span class="muted">For good</span>` : h(Moment, { at: each.until }),
    },
    {
      name: 'Acts',
      kind: 'acts',
      cell: (each) =>
        h(
          Button,
          { refusal: no, name: `Lift the suppression ${each.hash.slice(0, 8)}`, onPress: () => lift(each) },
          'Lift',
        ),
    },
  ];
}
