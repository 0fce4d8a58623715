import { h } from 'preact';
import { useEffect } from 'preact/hooks';
import { html } from 'htm/preact';
import { goInstead, place, route } from './location.ts';
import { SignInPage } from './pages/sign-in-page.ts';
import { ErrorPanel } from './parts/error-panel.ts';
import { KeysDialog } from './parts/keys-dialog.ts';
import { Notices } from './parts/notices.ts';
import { PageHeader } from './parts/page-header.ts';
import { safeReturn } from './route.ts';
import { findSession, sessionState } from './session.ts';
import { Shell } from './shell.ts';

/** The console: the sign-in page for whoever is not signed in, else the page that the address names. */
export function App() {
  return html`${h(Inside, {})}${h(KeysDialog, {})}${h(Notices, {})}`;
}

function Inside() {
  const state = sessionState.value;
  const signedInOnSignIn = state.is === 'in' && route.value.page === 'sign-in';
  useEffect(() => {
    if (signedInOnSignIn) goInstead(safeReturn(new URLSearchParams(place.value.search).get('next')));
  }, [signedInOnSignIn]);
  switch (state.is) {
    case 'unknown':
      return null;
    case 'out':
      return h(SignInPage, {});
    case 'in':
      return signedInOnSignIn ? null : h(Shell, {});
    case 'failed':
      return html`<main id="main" class="main alone">
        ${h(PageHeader, { title: 'Midcoast cannot be reached' })}
        ${h(ErrorPanel, { problem: state.problem, onRetry: () => void findSession() })}
      </main>`;
  }
}
