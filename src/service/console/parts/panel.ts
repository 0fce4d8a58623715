import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { html } from 'htm/preact';

type Props = {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
};

/** A part of a page with a heading of its own. */
export function Panel({ title, children, actions }: Props) {
  const id = useId();
  return html`<section class="panel" aria-labelledby=${id}>
    <div class="panel-head">
      <h2 id=${id}>${title}</h2>
      ${actions === undefined ? null : html`<div class="actions">${actions}</div>`}
    </div>
    ${children}
  </section>`;
}
