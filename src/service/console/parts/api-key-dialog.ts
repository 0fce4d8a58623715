import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { Permission } from '../../accounts/permission.ts';
import { call } from '../client.ts';
import { session } from '../session.ts';
import { Button } from './button.ts';
import { Copyable } from './copyable.ts';
import { Dialog } from './dialog.ts';
import { TextField } from './field.ts';
import { Form, type FaultAt } from './form.ts';

type Props = { readonly onMade: () => Promise<void>; readonly onClose: () => void };

/** Makes an API key, then shows it this once. */
export function ApiKeyDialog({ onMade, onClose }: Props) {
  const [secret, setSecret] = useState<string | null>(null);
  const send = async (values: FormData) => {
    const made = await call('POST /v1/api-keys', {
      body: {
        name: String(values.get('name') ?? ''),
        scopes: values.getAll('scopes') as Permission[],
        ratePerSecond: Number(values.get('ratePerSecond')),
      },
    });
    setSecret(made.apiKey);
    await onMade();
  };
  if (secret === null)
    return h(
      Dialog,
      { title: 'Make an API key', onClose },
      h(Form, { act: 'Make key', onSend: send, onCancel: onClose, fields }),
    );
  return h(
    Dialog,
    { title: 'The new key', onClose },
    html`<p>
        Keep it where the program finds it. <strong>It is shown only now</strong> and cannot be looked up
        later.
      </p>
      <p>${h(Copyable, { text: secret, what: 'key' })}</p>
      <div class="actions">${h(Button, { tone: 'primary', onPress: onClose }, 'I have kept it')}</div>`,
  );
}

function fields(faultAt: FaultAt) {
  const scopes = session.value?.permissions ?? [];
  const fault = faultAt('/scopes');
  return html`
    ${h(TextField, { label: 'Name', name: 'name', required: true, maxlength: 100, autocomplete: 'off', hint: 'The program that will use it.', fault: faultAt('/name') })}
    ${h(TextField, { label: 'Leads a second', name: 'ratePerSecond', type: 'number', value: 1_000, min: 1, max: 100_000, hint: 'In each process of the service; behind several, up to as many times that.', fault: faultAt('/ratePerSecond') })}
    <fieldset class="scopes" aria-describedby=${fault === null ? null : 'scopes-fault'}>
      <legend>Scopes</legend>
      ${fault === null ? null : html`<p class="field-fault" id="scopes-fault">${fault}</p>`}
      <div class="scopes-list">
        ${scopes.map(
          (scope) =>
            html`<label class="check" key=${scope}>
              <input
                type="checkbox"
                name="scopes"
                value=${scope}
                defaultChecked=${scope === 'leads:write'}
              /><span>${scope}</span>
            </label>`,
        )}
      </div>
    </fieldset>
  `;
}
