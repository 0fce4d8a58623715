import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import { Icon, type IconName } from './icon.ts';

type Props = {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
};

/** Nothing is here yet: what the place is for, and what fills it. */
export function EmptyPanel({ icon, title, children }: Props) {
  return html`<section class="state">
    ${h(Icon, { name: icon })}
    <div class="state-words">
      <h2>${title}</h2>
      ${children}
    </div>
  </section>`;
}
