import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import { day } from '../format.ts';
import { pathOf } from '../route.ts';
import { session } from '../session.ts';
import { contactWords } from './contact-kind.ts';
import { Panel } from './panel.ts';

/** One sentence on what happened to the lead, and what follows from it. */
export function LeadNext({ lead }: { readonly lead: LeadView }) {
  return h(Panel, { title: 'What happened, and what next' }, html`<p>${sentence(lead)}</p>`);
}

function sentence(lead: LeadView): ComponentChildren {
  if (lead.erasedAt !== null) {
    return `Its personal data was erased on ${day(lead.erasedAt)}. A new lead with the same contact is no repeat of it. Nothing is left to do.`;
  }
  switch (lead.verdict) {
    case 'accepted': {
      const until = duplicateUntil(lead);
      return `Taken from ${lead.source} with a score of ${lead.score ?? 0}.${until === null ? '' : ` Until ${until}, a lead with the same e-mail or phone is a duplicate of this one.`}`;
    }
    case 'duplicate': {
      const kinds = lead.matchedOn.map((kind) => contactWords[kind].toLowerCase()).join(' and ');
      return html`It has the same ${kinds} as
      ${lead.duplicateOf === null ? ' an earlier lead' : html` <a href=${pathOf('lead', lead.duplicateOf)}>an earlier lead</a>`},
      which stands in its place. Nothing is done with this one.`;
    }
    case 'suppressed':
      return html`Its contact is suppressed, so nothing may be done with it. To take leads with this contact
        again, lift the <a href=${pathOf('suppressions')}>suppression</a>.`;
  }
}

function duplicateUntil(lead: LeadView): string | null {
  const days = session.value?.account.duplicateWindowDays;
  return days === undefined
    ? null
    : day(new Date(Date.parse(lead.receivedAt) + days * 86_400_000).toISOString());
}
