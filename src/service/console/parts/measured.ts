import { h } from 'preact';
import { html } from 'htm/preact';
import { count } from '../format.ts';
import { Bar } from './bar.ts';

type Props = { readonly value: number; readonly most: number; readonly text: string };

/** A number with a bar beside it, where rank or share answers the question. */
export function Measured({ value, most, text }: Props) {
  // As wide as the widest number below it, so that the bars stand in one column.
  const style = { minWidth: `${count(most).length}ch` };
  return html`<span class="measured">
    <span class="measured-bar">${h(Bar, { value, most })}</span><span style=${style}>${text}</span>
  </span>`;
}
