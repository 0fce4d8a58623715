import { h } from 'preact';
import { html } from 'htm/preact';
import { AccountSettings } from '../parts/account-settings.ts';
import { ApiKeySettings } from '../parts/api-key-settings.ts';
import { PageHeader } from '../parts/page-header.ts';
import { PeopleSettings } from '../parts/people-settings.ts';

/** The account, who may sign in, and which programs may call. */
export function SettingsPage() {
  return html`
    ${h(PageHeader, { title: 'Settings' })}
    <div class="settings">${h(AccountSettings, {})}${h(PeopleSettings, {})}${h(ApiKeySettings, {})}</div>
  `;
}
