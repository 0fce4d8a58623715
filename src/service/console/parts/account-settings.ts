import { h } from 'preact';
import { html } from 'htm/preact';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { refusal, session, withAccount } from '../session.ts';
import { TextField } from './field.ts';
import { Form } from './form.ts';
import { Panel } from './panel.ts';

/** The account's name, and for how long a repeat is a duplicate. */
export function AccountSettings() {
  const account = session.value?.account;
  if (account === undefined) return null;
  const send = async (values: FormData) => {
    const body = {
      name: String(values.get('name') ?? ''),
      duplicateWindowDays: Number(values.get('duplicateWindowDays')),
    };
    withAccount(await call('PATCH /v1/accounts/{id}', { params: { id: account.id }, body }));
    tell('Saved the account');
  };
  return h(
    Panel,
    { title: 'Account' },
    h(Form, {
      act: 'Save account',
      onSend: send,
      refusal: refusal('account:write', 'change the account'),
      fields: (faultAt) =>
        html`<div class="fields-side-by-side">
          ${h(TextField, { label: 'Name', name: 'name', value: account.name, required: true, maxlength: 100, autocomplete: 'off', fault: faultAt('/name') })}
          ${h(TextField, {
            label: 'Duplicate window in days',
            name: 'duplicateWindowDays',
            type: 'number',
            value: account.duplicateWindowDays,
            required: true,
            min: 1,
            max: 3_650,
            hint: 'A lead that repeats a contact within these days is a duplicate.',
            fault: faultAt('/duplicateWindowDays'),
          })}
        </div>`,
    }),
  );
}
