import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import type { ApiProblem } from '../api-problem.ts';
import { duration } from '../format.ts';
import { behind, clock, paused } from '../live.ts';
import { Icon } from './icon.ts';
import { Moment } from './moment.ts';

type Props = { readonly at: number; readonly trouble: ApiProblem | null };

/** Since when the data is shown that is shown. Its place is always kept, so nothing moves when it speaks up. */
export function Freshness({ at, trouble }: Props) {
  const when = h(Moment, { at: new Date(at).toISOString() });
  if (trouble !== null) {
    const since = duration(Math.max(0, (clock.value - at) / 1_000));
    const id = trouble.requestId === null ? '' : ` Request ${trouble.requestId}.`;
    return line(
      'attention',
      html`Shown as of ${when}, ${since} ago. ${trouble.title}; it is tried again.${id}`,
    );
  }
  if (behind.value)
    return line('attention', html`Shown as of ${when}. Live updates are cut off; they are tried again.`);
  if (paused.value) return line('pause', html`Paused, as of ${when}`);
  return html`<p class="freshness"><span>As of ${when}</span></p>`;
}

function line(icon: 'attention' | 'pause', text: ComponentChildren) {
  return html`<p class="freshness freshness-${icon}">${h(Icon, { name: icon })}<span>${text}</span></p>`;
}
