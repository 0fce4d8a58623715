import { announce } from './announcer.ts';
import { place, scrollThen } from './location.ts';

/** The link that led away from a page, by the path of the page, to come back to. */
const leftBy = new Map<string, string>();

/** Remembers by which link a page was left. */
export function rememberLinks(): void {
  document.addEventListener(
    'click',
    (event) => {
      const link = (event.target as Element | null)?.closest?.('main a[href]');
      const href = link?.getAttribute('href');
      if (href !== null && href !== undefined) leftBy.set(place.value.path, href);
    },
    { capture: true },
  );
}

/**
 * After another page is shown: forward goes to its heading and its top, and says its name; back goes to
 * where one was and to the link that led away.
 */
export function arrive(): void {
  const { came, path } = place.value;
  if (came === 'start') return;
  const heading = document.querySelector<HTMLElement>('h1');
  if (came === 'back') {
    scrollTo(0, scrollThen());
    const href = leftBy.get(path);
    const link =
      href === undefined ? null : document.querySelector<HTMLElement>(`main a[href="${CSS.escape(href)}"]`);
    (link ?? heading)?.focus({ preventScroll: link === null });
  } else {
    scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
  }
  if (heading !== null) announce(`${heading.textContent} page`);
}
