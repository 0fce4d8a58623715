import { h } from 'preact';
import { html } from 'htm/preact';
import { notice, spoken } from '../announcer.ts';
import { Button } from './button.ts';
import { Icon } from './icon.ts';

/**
 * What is said to a screen reader, and what is shown after an act. Both regions are always there: a region that
 * appears with its text is not read.
 */
export function Notices() {
  const shown = notice.value;
  return html`<div class="sr-only" role="status" aria-live="polite" id="announcements">${spoken.value}</div>
    <div class="notices" role="status" aria-live="polite">
      ${
        shown === null
          ? null
          : html`<div class="notice notice-${shown.tone}">
              ${h(Icon, { name: shown.tone })}<span>${shown.text}</span>
              ${h(Button, { tone: 'bare', icon: 'close', onPress: () => (notice.value = null) }, html`<span class="sr-only">Dismiss</span>`)}
            </div>`
      }
    </div>`;
}
