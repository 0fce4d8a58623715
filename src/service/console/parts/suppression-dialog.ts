import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { SuppressionView } from '../../http/api/suppression-api.ts';
import { suppressionReasons, type SuppressionReason } from '../../leads/suppression-reason.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { words } from '../format.ts';
import { contactWords } from './contact-kind.ts';
import { Dialog } from './dialog.ts';
import { SelectField, TextField } from './field.ts';
import { Form, type FaultAt } from './form.ts';

type Kind = SuppressionView['kind'];

type Props = { readonly onSaved: () => Promise<void>; readonly onClose: () => void };

/** Suppresses a contact. */
export function SuppressionDialog({ onSaved, onClose }: Props) {
  const [kind, setKind] = useState<Kind>('email');
  const send = async (values: FormData) => {
    const until = String(values.get('until') ?? '');
    await call('POST /v1/suppressions', {
      body: {
        kind,
        value: String(values.get('value') ?? '').trim(),
        reason: String(values.get('reason')) as SuppressionReason,
        // The day that is named is still suppressed, in the zone of whoever names it.
        until: until === '' ? null : new Date(`${until}T23:59:59.999`).toISOString(),
      },
    });
    tell(`Suppressed the ${contactWords[kind].toLowerCase()}`);
    await onSaved();
    onClose();
  };
  return h(
    Dialog,
    { title: 'Suppress a contact', onClose },
    h(Form, {
      act: 'Suppress',
      onSend: send,
      onCancel: onClose,
      fields: (faultAt) => fields(kind, setKind, faultAt),
    }),
  );
}

const kinds = Object.entries(contactWords).map(([value, text]) => ({ value, text }));
const reasons = suppressionReasons.map((value) => ({ value, text: words(value) }));

function fields(kind: Kind, setKind: (kind: Kind) => void, faultAt: FaultAt) {
  // The service takes a contact or its hash; here there is a contact only.
  const hashFault = faultAt('/hash');
  const choose = (value: string) => setKind(value as Kind);
  const contact = {
    label: contactWords[kind],
    name: 'value',
    type: kind === 'email' ? 'email' : 'tel',
    required: true,
    autocomplete: 'off',
    maxlength: 320,
    hint: kind === 'email' ? 'A whole address.' : 'With its country, as +1 231 886 0913.',
    fault: faultAt('/value') ?? hashFault,
  } as const;
  const until = {
    label: 'Until',
    name: 'until',
    type: 'date',
    hint: 'The last day. Empty: for good.',
  } as const;
  return html`
    ${h(SelectField, { label: 'Contact', name: 'kind', value: kind, onChange: choose, options: kinds })}
    ${h(TextField, contact)}
    ${h(SelectField, { label: 'Reason', name: 'reason', value: 'revoked', options: reasons, fault: faultAt('/reason') })}
    ${h(TextField, { ...until, fault: faultAt('/until') })}
  `;
}
