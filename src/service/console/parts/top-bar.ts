import { h } from 'preact';
import { html } from 'htm/preact';
import { session } from '../session.ts';
import { EnvironmentMark } from './environment-mark.ts';
import { LivePill } from './live-pill.ts';
import { SearchForm } from './search-form.ts';

/** Whose leads these are, where, whether they move, and the search. */
export function TopBar() {
  return html`<header class="top-bar">
    <p class="account" title=${session.value?.account.name}>
      <span class="sr-only">Account: </span><span class="account-name">${session.value?.account.name}</span>
    </p>
    ${h(EnvironmentMark, {})} ${h(SearchForm, {})} ${h(LivePill, {})}
  </header>`;
}
