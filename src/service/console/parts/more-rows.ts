import { h } from 'preact';
import { html } from 'htm/preact';
import type { List } from '../list.ts';
import { counted } from '../format.ts';
import { Button } from './button.ts';

/** How much of a list is shown, and the way to what is older. */
export function moreRows<T>(list: List<T>, noun: string) {
  const state = list.state.value;
  if (state.is !== 'ready' || state.value.nextCursor === null) return null;
  return html`<div class="more-rows">
    <span class="muted">${counted(state.value.items.length, noun)} shown</span>
    ${h(Button, { onPress: list.more }, 'Show more')}
  </div>`;
}
