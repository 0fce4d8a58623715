import { h, type ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { html } from 'htm/preact';
import { Icon } from './icon.ts';

type Props = {
  readonly title: string;
  /** The list that the thing is in. */
  readonly above?: { readonly title: string; readonly href: string };
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
};

/** The one heading of a page, what is said under it, and what can be done with the whole of it. */
export function PageHeader({ title, above, children, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Midcoast`;
  }, [title]);
  return html`<header class="page-header">
    ${
      above === undefined
        ? null
        : html`<a class="above" href=${above.href} data-above>${h(Icon, { name: 'back' })}${above.title}</a>`
    }
    <div class="page-header-line">
      <h1 tabindex="-1">${title}</h1>
      ${actions === undefined ? null : html`<div class="actions">${actions}</div>`}
    </div>
    ${children === undefined ? null : html`<div class="page-header-note">${children}</div>`}
  </header>`;
}
