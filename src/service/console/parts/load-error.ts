import { h } from 'preact';
import { html } from 'htm/preact';
import { mayHeal, type ApiProblem } from '../api-problem.ts';
import { addressAbove, place, route } from '../location.ts';
import { pages, pathOf } from '../route.ts';
import { ErrorPanel } from './error-panel.ts';

type Props = { readonly problem: ApiProblem; readonly onRetry: () => void };

/** What a page shows could not be had: ask again where that may help, else the way to where there is something. */
export function LoadError({ problem, onRetry }: Props) {
  const way = mayHeal(problem) ? null : wayOut();
  return h(
    ErrorPanel,
    { problem, onRetry },
    way === null
      ? null
      : html`<a class="button button-primary" href=${way.href} data-above><span>Go to ${way.name}</span></a>`,
  );
}

/** From a thing to its list, from a narrowed list to the whole of it; from a whole page there is none. */
function wayOut(): { readonly href: string; readonly name: string } | null {
  const { page } = route.value;
  if (page === 'not-found') return null;
  if (page === 'lead' || page === 'import') {
    const list = `${page}s` as const;
    return { href: addressAbove(list), name: list };
  }
  return place.value.search === '' ? null : { href: pathOf(page), name: pages[page].title.toLowerCase() };
}
