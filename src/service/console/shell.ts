import { h, type ComponentType } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { html } from 'htm/preact';
import { arrive } from './focus.ts';
import { place, route } from './location.ts';
import { ImportPage } from './pages/import-page.ts';
import { ImportsPage } from './pages/imports-page.ts';
import { LeadPage } from './pages/lead-page.ts';
import { LeaderboardPage } from './pages/leaderboard-page.ts';
import { LeadsPage } from './pages/leads-page.ts';
import { NotFoundPage } from './pages/not-found-page.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { SourcesPage } from './pages/sources-page.ts';
import { SuppressionsPage } from './pages/suppressions-page.ts';
import { SystemPage } from './pages/system-page.ts';
import { Boundary } from './parts/boundary.ts';
import { ForbiddenPanel } from './parts/forbidden-panel.ts';
import { PageHeader } from './parts/page-header.ts';
import { Rail } from './parts/rail.ts';
import { TopBar } from './parts/top-bar.ts';
import { pages, type Route } from './route.ts';
import { environment, may } from './session.ts';

/** What is around every page of somebody who is signed in. */
export function Shell() {
  const now = route.value;
  const { path } = place.value;
  useLayoutEffect(arrive, [path]);
  return html`<div class="shell" data-environment=${environment.value}>
    <a class="skip-link" href="#main">Skip to the page</a>
    ${h(TopBar, {})} ${h(Rail, {})}
    <main id="main" tabindex="-1" class="main page-${now.page}" key=${path}>
      ${h(Boundary, {}, drawnPage(now))}
    </main>
  </div>`;
}

type Plain = Exclude<Route, { id: string }>['page'];

const plainPages: Readonly<Record<Plain, ComponentType>> = {
  leads: LeadsPage,
  imports: ImportsPage,
  sources: SourcesPage,
  leaderboard: LeaderboardPage,
  suppressions: SuppressionsPage,
  system: SystemPage,
  settings: SettingsPage,
  'sign-in': NotFoundPage,
  'not-found': NotFoundPage,
};

function drawnPage(now: Route) {
  const permission = now.page === 'not-found' ? null : pages[now.page].permission;
  if (now.page !== 'not-found' && permission !== null && !may(permission)) {
    const { title } = pages[now.page];
    return html`${h(PageHeader, { title })}${h(ForbiddenPanel, { permission })}`;
  }
  if (now.page === 'lead') return h(LeadPage, { id: now.id });
  if (now.page === 'import') return h(ImportPage, { id: now.id });
  return h(plainPages[now.page], {});
}
