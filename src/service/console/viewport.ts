import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { place, scrollThen } from './location.ts';
import type { Viewport } from './virtual-rows.ts';

/** Pixels that a row takes until one has been measured; kept from page to page. */
let knownRowHeight = 40;

/** Milliseconds of rest after which the place of the list is measured anew. */
const restMs = 150;

type Element = { readonly current: HTMLElement | null };

/**
 * What of a long list is in view while the window scrolls. Measuring makes the browser lay the page out, so it
 * is done when the list appears, when the window changes and when scrolling rests, not for every frame.
 */
export function useViewport(list: Element, rows: number, onScroll: (top: number) => void): Viewport {
  const [view, setView] = useState<Viewport>(() => ({
    top: place.peek().came === 'back' ? scrollThen() : 0,
    height: innerHeight,
    rowHeight: knownRowHeight,
  }));
  const offset = useRef(0);
  const follow = () => {
    onScroll(scrollY);
    setView((before) =>
      moved(before, { top: scrollY - offset.current, height: innerHeight, rowHeight: knownRowHeight }),
    );
  };
  const measure = () => {
    const body = list.current;
    if (body === null) return;
    offset.current = body.getBoundingClientRect().top + scrollY;
    knownRowHeight = body.querySelector('[data-row]')?.getBoundingClientRect().height || knownRowHeight;
    follow();
  };
  useLayoutEffect(measure, [rows === 0]);
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const scroll = () => {
      follow();
      clearTimeout(rest);
      rest = setTimeout(measure, restMs);
    };
    addEventListener('scroll', scroll, { passive: true });
    addEventListener('resize', measure);
    return () => {
      clearTimeout(rest);
      removeEventListener('scroll', scroll);
      removeEventListener('resize', measure);
    };
  }, []);
  return view;
}

/** Only a move by some rows is worth drawing anew: there are more rows in the page than are seen. */
function moved(before: Viewport, now: Viewport): Viewport {
  const still = before.height === now.height && before.rowHeight === now.rowHeight;
  return still && Math.abs(before.top - now.top) < now.rowHeight * 4 ? before : now;
}
