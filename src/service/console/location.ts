import { computed, signal } from '@preact/signals';
import { changedQuery, pathOf, routeOf, type PageName } from './route.ts';

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

/** What the browser keeps of a step of the tab's history. */
type Step = {
  /** Steps of this console before it. */
  readonly depth: number;
  /** Where the page was scrolled to when it was left. */
  readonly scroll?: number;
  /** The last page of no single thing before it, as it was narrowed. */
  readonly list?: { readonly address: string; readonly depth: number };
};

/** Goes to an address of the console. */
export function go(address: string): void {
  rememberScroll();
  const { depth, list } = step();
  const { path, search } = place.value;
  const before = 'id' in route.value ? list : { address: path + search, depth };
  const next: Step = { depth: depth + 1, ...(before === undefined ? {} : { list: before }) };
  history.pushState(next, '', address);
  place.value = placeNow('forward');
}

/** Goes to another address without a step in the history: after signing in, after removing what was shown. */
export function goInstead(address: string): void {
  const { scroll: _, ...kept } = step();
  history.replaceState(kept, '', address);
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
  if (step().depth > 0) history.back();
  else goInstead(above);
}

/** The list that a thing was reached from, as it was narrowed there; else the whole list. */
export function addressAbove(list: PageName): string {
  const address = step().list?.address ?? '';
  const [path = ''] = address.split('?');
  return routeOf(path).page === list ? address : pathOf(list);
}

/** Where the page was scrolled to when it was left. */
export const scrollThen = () => step().scroll ?? 0;

const step = (): Step => (history.state as Step | null) ?? { depth: 0 };

function rememberScroll(): void {
  history.replaceState({ ...step(), scroll: globalThis.scrollY } satisfies Step, '');
}

/** Up to the list: by the steps back to it where there are some, so that scroll and focus are as they were. */
function goUp(address: string): void {
  const { depth, list } = step();
  if (list?.address === address) history.go(list.depth - depth);
  else go(address);
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
    const address = link.pathname + link.search;
    if (link.hasAttribute('data-above')) goUp(address);
    else go(address);
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
