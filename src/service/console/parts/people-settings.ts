import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { UserView } from '../../http/api/account-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { words } from '../format.ts';
import { useList } from '../list.ts';
import { session } from '../session.ts';
import { Button } from './button.ts';
import { Confirm } from './confirm.ts';
import { dataTable, type Column } from './data-table.ts';
import { drawn } from './drawn.ts';
import { Moment } from './moment.ts';
import { moreRows } from './more-rows.ts';
import { Panel } from './panel.ts';
import { PersonDialog } from './person-dialog.ts';
import { TableSkeleton } from './skeleton.ts';

type Open =
  | { readonly is: 'edit'; readonly person: UserView | null }
  | { readonly is: 'remove'; readonly person: UserView }
  | null;

/** Who may sign in, and as what. */
export function PeopleSettings() {
  const list = useList('people', (cursor, signal) =>
    call('GET /v1/users', { query: { limit: 200, cursor }, signal }),
  );
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const actions = h(
    Button,
    { icon: 'plus', onPress: () => setOpen({ is: 'edit', person: null }) },
    'Add a person',
  );
  return html`
    ${h(
      Panel,
      { title: 'People', actions },
      drawn(list, {
        part: true,
        skeleton: h(TableSkeleton, { rows: 3, columns: 4 }),
        ready: ({ items }) =>
          dataTable({
            caption: 'People who may sign in',
            columns: columnsWith(setOpen),
            rows: items,
            keyOf: (each) => each.id,
          }),
      }),
      moreRows(list, 'person'),
    )}
    ${open?.is === 'edit' ? h(PersonDialog, { person: open.person, onClose: close, onSaved: list.reload }) : null}
    ${open?.is === 'remove' ? h(Confirm, { ...removing(open.person, list.reload), onClose: close }) : null}
  `;
}

function removing(person: UserView, reload: () => Promise<void>) {
  return {
    question: `Remove ${person.name}?`,
    act: `Remove ${person.name}`,
    children: html`<p>${person.email} is signed out everywhere at once and cannot sign in again.</p>
      <p>It cannot be undone; the same person can be added anew.</p>`,
    onAct: async () => {
      await call('DELETE /v1/users/{id}', { params: { id: person.id } });
      tell(`Removed ${person.name}`);
      await reload();
    },
  };
}

function columnsWith(open: (what: Open) => void): readonly Column<UserView>[] {
  const itself = session.value?.user.id;
  const own = (person: UserView) => (person.id === itself ? 'You cannot remove yourself.' : null);
  return [
    {
      name: 'Name',
      kind: 'head',
      cell: (person) =>
        html`${person.name}${person.id === itself ? html` <span class="muted">(you)</span>` : null}`,
    },
    { name: 'E-mail', cell: (person) => person.email },
    { name: 'Role', cell: (person) => words(person.role) },
    { name: 'Added', kind: 'number', cell: (person) => h(Moment, { at: person.createdAt }) },
    {
      name: 'Acts',
      kind: 'acts',
      cell: (person) => html`
        ${h(Button, { name: `Change ${person.name}`, onPress: () => open({ is: 'edit', person }) }, 'Change')}
        ${h(Button, { name: `Remove ${person.name}`, refusal: own(person), onPress: () => open({ is: 'remove', person }) }, 'Remove')}
      `,
    },
  ];
}
