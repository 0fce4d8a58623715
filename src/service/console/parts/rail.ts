import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import { keysShown } from '../keys.ts';
import { route } from '../location.ts';
import { pages, pathOf, type PageName } from '../route.ts';
import { session, signOut, version } from '../session.ts';
import { Button } from './button.ts';
import { Dialog } from './dialog.ts';
import { Icon, type IconName } from './icon.ts';

type RailPage = Extract<IconName, PageName>;

/** In the order of a day's work. */
const order: readonly RailPage[] = [
  'leads',
  'imports',
  'sources',
  'leaderboard',
  'suppressions',
  'system',
  'settings',
];

/** What stands in the bar of a phone; the rest is behind «More». */
const inBar: ReadonlySet<RailPage> = new Set(['leads', 'imports', 'sources', 'system']);

/** The ways to the pages: a rail beside the page, or a bar under it on a phone. */
export function Rail() {
  const [more, setMore] = useState(false);
  const now = currentPage();
  const behindMore = now !== null && !inBar.has(now);
  return html`<nav class="rail" aria-label="Pages">
    <p class="brand">${h(Mark, {})}<span>Midcoast</span></p>
    <ul class="rail-pages">
      ${order.map((page) => html`<li key=${page} class=${inBar.has(page) ? '' : 'rail-wide-only'}>${pageLink(page, now)}</li>`)}
      <li class="rail-narrow-only">
        <button
          type="button"
          class="rail-link"
          aria-haspopup="dialog"
          aria-current=${behindMore ? 'true' : null}
          onClick=${() => setMore(true)}
        >
          ${h(Icon, { name: 'more' })}<span>More</span>
        </button>
      </li>
    </ul>
    <div class="rail-foot rail-wide-only">${h(Foot, {})}</div>
    ${more ? h(MoreDialog, { now, onClose: () => setMore(false) }) : null}
  </nav>`;
}

type MoreProps = { readonly now: RailPage | null; readonly onClose: () => void };

function MoreDialog({ now, onClose }: MoreProps) {
  return h(
    Dialog,
    { title: 'More', onClose },
    html`<ul class="rail-more" onClick=${onClose}>
        ${order.filter((page) => !inBar.has(page)).map((page) => html`<li key=${page}>${pageLink(page, now)}</li>`)}
      </ul>
      ${h(Foot, {})}`,
  );
}

function Foot() {
  const user = session.value?.user;
  return html`<div class="foot">
    <p class="foot-person">
      <span>${user?.name}</span><span class="small muted" title=${user?.email}>${user?.email}</span
      ><span class="small muted">Role: ${user?.role}</span>
    </p>
    ${h(Button, { tone: 'bare', icon: 'keyboard', keys: '?', onPress: () => (keysShown.value = true) }, 'Keys')}
    ${h(Button, { tone: 'bare', icon: 'leave', onPress: () => void signOut() }, 'Sign out')}
    <p class="small muted">Version ${version.value ?? '–'}</p>
  </div>`;
}

function pageLink(page: RailPage, now: RailPage | null) {
  return html`<a class="rail-link" href=${pathOf(page)} aria-current=${page === now ? 'page' : null}>
    ${h(Icon, { name: page })}<span>${pages[page].title}</span>
  </a>`;
}

/** The page in the rail that the shown page belongs to; null where it is none of them. */
function currentPage(): RailPage | null {
  const belongs: Readonly<Record<string, RailPage>> = { lead: 'leads', import: 'imports' };
  const { page } = route.value;
  return belongs[page] ?? order.find((each) => each === page) ?? null;
}

/** The sign of the house: a coast, half-way up. */
export function Mark() {
  return html`<svg class="mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <rect width="20" height="20" rx="4" />
    <path d="M4 12.5c2-2.7 4-2.7 6 0s4 2.7 6 0M4 8c2-2.7 4-2.7 6 0s4 2.7 6 0" />
  </svg>`;
}
