import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { html } from 'htm/preact';
import { filter, go, query, route } from '../location.ts';
import { pathOf } from '../route.ts';
import { Icon } from './icon.ts';

/** Fewest letters that the service searches by. */
const fewest = 2;

/** Search among leads: on their page it filters, from elsewhere it goes there. */
export function SearchForm() {
  const onLeads = route.value.page === 'leads';
  const text = onLeads ? (query.value.get('q') ?? '') : '';
  const input = useRef<HTMLInputElement>(null);
  // The field follows the address, but never while somebody types in it.
  useEffect(() => {
    if (input.current !== null && input.current !== document.activeElement) input.current.value = text;
  }, [text]);
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    search(String(new FormData(form).get('q') ?? '').trim());
  };
  const clear = (event: Event) => {
    if ((event.currentTarget as HTMLInputElement).value === '' && onLeads) filter({ q: null });
  };
  return html`<form class="search" role="search" onSubmit=${send}>
    ${h(Icon, { name: 'search' })}
    <input
      ref=${input}
      id="search"
      name="q"
      type="search"
      minlength=${fewest}
      maxlength="320"
      autocomplete="off"
      aria-label="Search leads"
      aria-keyshortcuts="/"
      placeholder="Name, company, e-mail, phone or id"
      onInput=${clear}
    />
    <kbd aria-hidden="true">/</kbd>
  </form>`;
}

function search(text: string): void {
  if (text !== '' && text.length < fewest) return;
  if (route.value.page === 'leads') filter({ q: text });
  else if (text !== '') go(`${pathOf('leads')}?q=${encodeURIComponent(text)}`);
  // Out of the field, so that j and k move in what was found.
  document.querySelector<HTMLElement>('h1')?.focus();
}
