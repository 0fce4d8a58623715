import { signal } from '@preact/signals';
import { go, goBack, route } from './location.ts';
import { togglePause } from './live.ts';
import { pages, pathOf, type PageName } from './route.ts';

/** Keys that act wherever the focus is, unless it is in a field. */
type Shortcut = {
  readonly keys: readonly string[];
  readonly what: string;
  readonly act: () => void;
};

/** The list of keys is shown. */
export const keysShown = signal(false);

/**
 * Single keys can be turned off by those whom they disturb, such as people who speak to their machine:
 * https://www.w3.org/TR/WCAG22/#character-key-shortcuts
 */
export const singleKeys = signal(localStorage.getItem('midcoast.single-keys') !== 'off');

/** Kept in the browser, for this person alone. */
export function setSingleKeys(on: boolean): void {
  singleKeys.value = on;
  localStorage.setItem('midcoast.single-keys', on ? 'on' : 'off');
}

/** What a page does on `n` and on Escape, while it is shown. */
export const pageKeys = signal<{ readonly takeIn?: () => void }>({});

export const shortcuts: readonly Shortcut[] = [
  { keys: ['/'], what: 'Search leads', act: () => focusOn('#search') },
  { keys: ['j'], what: 'Next row', act: () => moveRow(1) },
  { keys: ['k'], what: 'Row before', act: () => moveRow(-1) },
  { keys: ['n'], what: 'Take in new leads', act: () => pageKeys.value.takeIn?.() },
  { keys: ['p'], what: 'Pause or go on', act: togglePause },
  { keys: ['?'], what: 'Show these keys', act: () => (keysShown.value = true) },
];

/** Keys that the browser itself gives a meaning, told in the list. */
export const givenKeys = [
  { keys: ['Enter'], what: 'Open the row' },
  { keys: ['Esc'], what: 'Back, or out of what is open' },
] as const;

/** `g` and then a letter. */
export const letters = (Object.keys(pages) as PageName[]).flatMap((page) => {
  const entry: { readonly title: string; readonly letter?: string } = pages[page];
  return entry.letter === undefined ? [] : [{ page, letter: entry.letter, title: entry.title }];
});

/** Milliseconds in which the letter has to follow `g`. */
const chordMs = 1_500;

/** Listens for the keys. */
export function followKeys(): void {
  let goneAt = -Infinity;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isOpen('dialog[open]'))
      return;
    if (event.key === 'Escape') return escape(event);
    if (isField(event.target) || !singleKeys.value) return;
    const letter =
      event.timeStamp - goneAt < chordMs ? letters.find((each) => each.letter === event.key) : undefined;
    goneAt = event.key === 'g' ? event.timeStamp : -Infinity;
    const act =
      letter === undefined
        ? shortcuts.find((each) => each.keys.includes(event.key))?.act
        : () => go(pathOf(letter.page));
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

/** Out of a field, out of the rows, then up to the list that the thing is in. */
function escape(event: KeyboardEvent): void {
  const at = event.target instanceof HTMLElement ? event.target : null;
  const here = route.value;
  if (isField(at)) at?.blur();
  else if (at !== null && at.closest('[data-row]') !== null) focusOn('h1');
  else if (here.page === 'lead') goBack(pathOf('leads'));
  else if (here.page === 'import') goBack(pathOf('imports'));
}

function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const first =
    by === 1 ? rows.findIndex((row) => row.getBoundingClientRect().bottom > 120) : rows.length - 1;
  const row = now === -1 ? rows[Math.max(first, 0)] : rows[now + by];
  row?.querySelector<HTMLElement>('a, button')?.focus();
}

function focusOn(selector: string): void {
  const target = document.querySelector<HTMLElement>(selector);
  target?.focus();
  if (target instanceof HTMLInputElement) target.select();
}

const isOpen = (selector: string) => document.querySelector(selector) !== null;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
