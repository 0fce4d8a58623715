import { h } from 'preact';
import { html } from 'htm/preact';
import { Measured } from './measured.ts';

/** The highest score there is. */
export const highestScore = 100;

/** A score with its bar. Only accepted leads have one. */
export function Score({ score }: { readonly score: number | null }) {
  if (score === null)
    return html`<span class="muted"
      ><span aria-hidden="true">–</span><span class="sr-only">No score</span></span
    >`;
  return h(Measured, { value: score, most: highestScore, text: String(score) });
}
