import { h } from 'preact';
import { html } from 'htm/preact';
import { roles, type Role } from '../../accounts/permission.ts';
import type { UserView } from '../../http/api/account-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { words } from '../format.ts';
import { Dialog } from './dialog.ts';
import { SelectField, TextField } from './field.ts';
import { Form } from './form.ts';

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
      fields: (faultAt) => html`
        ${
          person === null
            ? h(TextField, {
                label: 'E-mail',
                name: 'email',
                type: 'email',
                required: true,
                autocomplete: 'off',
                fault: faultAt('/email'),
              })
            : null
        }
        ${h(TextField, { label: 'Name', name: 'name', value: person?.name ?? '', required: true, maxlength: 100, autocomplete: 'off', fault: faultAt('/name') })}
        ${h(SelectField, { label: 'Role', name: 'role', value: person?.role ?? 'viewer', options: roleOptions, fault: faultAt('/role') })}
        ${h(TextField, {
          label: person === null ? 'Password' : 'New password',
          name: 'password',
          type: 'password',
          autocomplete: 'new-password',
          minlength: 12,
          hint:
            person === null
              ? 'At least 12 characters.'
              : 'Empty: stays as it is. A new one ends their sessions.',
          fault: faultAt('/password'),
        })}
      `,
    }),
  );
}

const may: Readonly<Record<Role, string>> = {
  viewer: 'sees everything but settings',
  operator: 'also imports, sources, suppressions',
  admin: 'also erases, keys, people',
};

const roleOptions = roles.map((role) => ({ value: role, text: `${words(role)}: ${may[role]}` }));
