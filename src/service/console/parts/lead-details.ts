import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import type { LeadView } from '../../http/api/lead-api.ts';
import { plainValue, words } from '../format.ts';
import { pathOf } from '../route.ts';
import { Facts } from './facts.ts';
import { Moment } from './moment.ts';
import { Panel } from './panel.ts';

/** What is known of the lead: contact, origin, consent and what else the source said. */
export function LeadDetails({ lead }: { readonly lead: LeadView }) {
  const attributes = Object.entries(lead.attributes);
  return html`
    ${lead.erasedAt === null ? h(Panel, { title: 'Contact' }, h(Facts, { facts: contact(lead) })) : null}
    ${h(Panel, { title: 'Origin' }, h(Facts, { facts: origin(lead) }))}
    ${lead.erasedAt === null ? h(Panel, { title: 'Consent' }, consent(lead.consent)) : null}
    ${
      attributes.length === 0
        ? null
        : h(
            Panel,
            { title: 'Attributes' },
            h(Facts, { facts: attributes.map(([name, value]) => [words(name), plainValue(value)] as const) }),
          )
    }
  `;
}

const contact = (lead: LeadView) =>
  [
    ['E-mail', lead.email],
    ['Second e-mail', lead.email2],
    ['Phone', lead.phone],
    ['Second phone', lead.phone2],
    ['Company', lead.company],
    ['Website', webLink(lead.website)],
    ['Postal code', lead.postalCode],
    ['Country', lead.country],
  ] as const;

const origin = (lead: LeadView) =>
  [
    ['Source', html`<a href="/leads?source=${encodeURIComponent(lead.source)}">${lead.source}</a>`],
    ['Received', h(Moment, { at: lead.receivedAt, whole: true })],
    ['Erased', lead.erasedAt === null ? null : h(Moment, { at: lead.erasedAt, whole: true })],
    [
      'Import',
      lead.importId === null
        ? null
        : html`<a href=${pathOf('import', lead.importId)}>The import that brought it</a>`,
    ],
    ['Position', html`<code>${lead.position}</code>`],
  ] as const;

function consent(given: LeadView['consent']): ComponentChildren {
  if (given === null) return html`<p class="muted">None was sent with the lead.</p>`;
  return h(Facts, {
    facts: [
      ['Given', given.givenAt === null ? null : h(Moment, { at: given.givenAt, whole: true })],
      ['Words', given.text],
      ['Evidence', webLink(given.evidenceUrl)],
    ],
  });
}

/** A link out of the console, for web addresses only: other kinds could run as script. */
function webLink(url: string | null): ComponentChildren {
  if (url === null || !/^https?:\/\//i.test(url)) return url;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer"
    >${url}<span class="sr-only"> (opens a new tab)</span></a
  >`;
}
