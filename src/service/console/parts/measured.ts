import { h } from 'preact';
import { html } from 'htm/preact';
import { Bar } from './bar.ts';

type Props = { readonly value: number; readonly most: number; readonly text: string };

/** A number with a bar beside it, where rank or share answers the question. */
export function Measured({ value, most, text }: Props) {
  return html`<span class="measured"><span class="measured-bar">${h(Bar, { value, most })}</span><span>${text}</span></span>`;
}
