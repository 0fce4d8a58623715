import { h } from 'preact';
import { html } from 'htm/preact';
import { rolesThatMay, type Permission } from '../../accounts/permission.ts';
import { session } from '../session.ts';
import { Icon } from './icon.ts';

type Props = { readonly permission: Permission };

/** A page that this person may not see: which role may, and whom to ask. */
export function ForbiddenPanel({ permission }: Props) {
  const roles = rolesThatMay(permission).map((role) => `${role}s`);
  const now = session.value;
  return html`<section class="state">
    ${h(Icon, { name: 'suppressions' })}
    <div class="state-words">
      <h2>Only ${roles.join(' and ')} may open this page</h2>
      <p>You are signed in as ${now?.user.email} with the role ${now?.user.role}.</p>
      <p>Ask an admin of ${now?.account.name} to change your role, or sign in as somebody else.</p>
    </div>
  </section>`;
}
