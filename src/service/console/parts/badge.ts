import { h } from 'preact';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import { Icon } from './icon.ts';

/** The four states. Each has a shape and a word beside its colour. */
export type Tone = 'good' | 'attention' | 'bad' | 'quiet';

export function Badge({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return html`<span class="badge badge-${tone}">${h(Icon, { name: tone })}${text}</span>`;
}

type Verdict = LeadView['verdict'];

export const verdictWords: Readonly<Record<Verdict, string>> = {
  accepted: 'Accepted',
  duplicate: 'Duplicate',
  suppressed: 'Suppressed',
};

const verdictTones: Readonly<Record<Verdict, Tone>> = {
  accepted: 'good',
  duplicate: 'quiet',
  suppressed: 'attention',
};

/** What was decided about a lead. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return h(Badge, { tone: verdictTones[verdict], text: verdictWords[verdict] });
}
