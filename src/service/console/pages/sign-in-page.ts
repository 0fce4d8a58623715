import { h } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { html } from 'htm/preact';
import { EnvironmentMark } from '../parts/environment-mark.ts';
import { TextField } from '../parts/field.ts';
import { Form } from '../parts/form.ts';
import { Mark } from '../parts/rail.ts';
import { environment, signIn } from '../session.ts';

/** The way in. */
export function SignInPage() {
  // Before it is painted: what is typed as soon as the page is seen goes into it.
  useLayoutEffect(() => {
    document.title = 'Sign in · Midcoast';
    document.querySelector<HTMLInputElement>('input[name="email"]')?.focus();
  }, []);
  return html`<main id="main" class="main sign-in">
    <p class="brand">${h(Mark, {})}<span>Midcoast</span>${h(EnvironmentMark, {})}</p>
    <h1 tabindex="-1">Sign in</h1>
    ${h(Form, {
      act: 'Sign in',
      onSend: (values) =>
        signIn(String(values.get('email') ?? '').trim(), String(values.get('password') ?? '')),
      fields: (faultAt) => html`
        ${h(TextField, { label: 'E-mail', name: 'email', type: 'email', autocomplete: 'username', required: true, fault: faultAt('/email') })}
        ${h(TextField, {
          label: 'Password',
          name: 'password',
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          fault: faultAt('/password'),
        })}
      `,
    })}
    ${
      environment.value === 'local'
        ? html`<p class="small muted">
            On this machine, <code>./midcoast up</code> prints the first sign-in.
          </p>`
        : null
    }
  </main>`;
}
