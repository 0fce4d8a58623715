import { computed, signal } from '@preact/signals';
import { changedQuery, routeOf } from './route.ts';

/** The address of the tab. `came` says how it was reached, which decides where focus and scroll go. */
type Place = { readonly path: string; readonly search: string; readonly came: 'start' | 'forward' | 'back' };

const placeNow = (came: Place['came']): Place => ({
  path: globalThis.location.pathname,
  search: globalThis.location.search,
  came,
});

export const place = signal<Place>(placeNow('start'));
export const route = computed(() => routeOf(place.value.path));
export const query = computed(() => new URLSearchParams(place.value.search));

/** Goes to an address of the console. */
export function go(address: string): void {
  rememberScroll();
  history.pushState({ depth: depth() + 1 }, '', address);
  place.value = placeNow('forward');
}

/** Goes to another address without a step in the history: after signing in, after removing what was shown. */
export function goInstead(address: string): void {
  history.replaceState({ depth: depth() }, '', address);
  place.value = placeNow('forward');
}

/** Changes filters in the query. It is the same page: focus and scroll stay. */
export function filter(changes: Readonly<Record<string, string | null>>): void {
  const search = changedQuery(place.value.search, changes);
  if (search === place.value.search) return;
  history.replaceState(history.state, '', `${place.value.path}${search}`);
  place.value = { ...place.value, search };
}

/** Goes back, or to the page above where this tab has no step to go back to. */
export function goBack(above: string): void {
  if (depth() > 0) history.back();
  else goInstead(above);
}

/** Where the page was scrolled to when it was left. */
export const scrollThen = () => (history.state as { scroll?: number } | null)?.scroll ?? 0;

const depth = () => (history.state as { depth?: number } | null)?.depth ?? 0;

function rememberScroll(): void {
  history.replaceState({ depth: depth(), scroll: globalThis.scrollY }, '');
}

/** Follows back and forward, and clicks on links within the console. */
export function followLinks(): void {
  history.scrollRestoration = 'manual';
  let scrolled: ReturnType<typeof setTimeout> | undefined;
  // Back leaves without a call of ours, so the place is kept whenever scrolling comes to rest.
  addEventListener(
    'scroll',
    () => {
      clearTimeout(scrolled);
      scrolled = setTimeout(rememberScroll, 120);
    },
    { passive: true },
  );
  addEventListener('popstate', () => {
    clearTimeout(scrolled);
    place.value = placeNow('back');
  });
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    if (link === null || link === undefined || !isOurs(link, event)) return;
    event.preventDefault();
    go(`${link.pathname}${link.search}`);
  });
}

function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  return (
    plain &&
    !event.defaultPrevented &&
    link.origin === globalThis.location.origin &&
    link.target === '' &&
    !link.hasAttribute('download') &&
    !link.getAttribute('href')?.startsWith('#') &&
    routeOf(link.pathname).page !== 'not-found'
  );
}
