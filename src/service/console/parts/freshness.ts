import { h } from 'preact';
import { html } from 'htm/preact';
import type { ApiProblem } from '../api-problem.ts';
import { duration } from '../format.ts';
import { clock, paused } from '../live.ts';
import { Icon } from './icon.ts';
import { Moment } from './moment.ts';

type Props = { readonly at: number; readonly trouble: ApiProblem | null };

/** Since when the data is shown that is shown. Its place is always kept, so nothing moves when it speaks up. */
export function Freshness({ at, trouble }: Props) {
  const when = h(Moment, { at: new Date(at).toISOString() });
  if (trouble !== null) {
    const since = duration(Math.max(0, (clock.value - at) / 1_000));
    const id = trouble.requestId === null ? '' : ` Request ${trouble.requestId}.`;
    return html`<p class="freshness freshness-attention">
      ${h(Icon, { name: 'attention' })}<span>Shown as of ${when}, ${since} ago. ${trouble.title}; it is tried again.${id}</span>
    </p>`;
  }
  if (paused.value) return html`<p class="freshness">${h(Icon, { name: 'pause' })}<span>Paused, as of ${when}</span></p>`;
  return html`<p class="freshness"><span>As of ${when}</span></p>`;
}
