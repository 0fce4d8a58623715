import type { ComponentChildren } from 'preact';
import { html } from 'htm/preact';

export type Fact = readonly [name: string, value: ComponentChildren];

/** Names and values of one thing. A value that is not there is left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const there = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl class="facts">
    ${there.map(
      ([name, value]) =>
        html`<div key=${name}>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
