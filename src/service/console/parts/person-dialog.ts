import { h } from 'preact';
import { html } from 'htm/preact';
import { roles, type Role } from '../../accounts/permission.ts';
import type { UserView } from '../../http/api/account-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { words } from '../format.ts';
import { Dialog } from './dialog.ts';
import { SelectField, TextField } from './field.ts';
import { Form, type FaultAt } from './form.ts';

type Props = {
  /** Whom to change; null adds somebody. */
  readonly person: UserView | null;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
};

/** Lets somebody sign in, or changes their name, role or password. */
export function PersonDialog({ person, onSaved, onClose }: Props) {
  const send = async (values: FormData) => {
    const text = (name: string) => String(values.get(name) ?? '');
    const given = { name: text('name'), role: text('role') as Role };
    const password = text('password');
    if (person === null)
      await call('POST /v1/users', { body: { ...given, email: text('email').trim(), password } });
    else
      await call('PATCH /v1/users/{id}', {
        params: { id: person.id },
        body: { ...given, ...(password === '' ? {} : { password }) },
      });
    tell(person === null ? `${given.name} may sign in` : `Changed ${given.name}`);
    await onSaved();
    onClose();
  };
  return h(
    Dialog,
    { title: person === null ? 'Add a person' : `Change ${person.name}`, onClose },
    h(Form, {
      act: person === null ? 'Add' : 'Save',
      onSend: send,
      onCancel: onClose,
      fields: (faultAt) => (person === null ? newFields(faultAt) : changeFields(person, faultAt)),
    }),
  );
}

function newFields(faultAt: FaultAt) {
  const email = {
    label: 'E-mail',
    name: 'email',
    type: 'email',
    required: true,
    autocomplete: 'off',
    fault: faultAt('/email'),
  } as const;
  return html`${h(TextField, email)}${nameAndRole('', 'viewer', faultAt)}${h(TextField, passwordField('Password', 'At least 12 characters.', faultAt))}`;
}

function changeFields(person: UserView, faultAt: FaultAt) {
  const hint = 'Empty: stays as it is. A new one ends their sessions.';
  return html`${nameAndRole(person.name, person.role, faultAt)}${h(TextField, passwordField('New password', hint, faultAt))}`;
}

function nameAndRole(name: string, role: Role, faultAt: FaultAt) {
  const text = {
    label: 'Name',
    name: 'name',
    value: name,
    required: true,
    maxlength: 100,
    autocomplete: 'off',
  };
  const choice = { label: 'Role', name: 'role', value: role, options: roleOptions };
  return html`${h(TextField, { ...text, fault: faultAt('/name') })}${h(SelectField, { ...choice, fault: faultAt('/role') })}`;
}

function passwordField(label: string, hint: string, faultAt: FaultAt) {
  const field = {
    label,
    name: 'password',
    type: 'password',
    autocomplete: 'new-password',
    minlength: 12,
  } as const;
  return { ...field, hint, fault: faultAt('/password') };
}

const may: Readonly<Record<Role, string>> = {
  viewer: 'sees everything but settings',
  operator: 'also imports, sources, suppressions',
  admin: 'also erases, keys, people',
};

const roleOptions = roles.map((role) => ({ value: role, text: `${words(role)}: ${may[role]}` }));
