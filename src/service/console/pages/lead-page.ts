import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import type { EventView, LeadView } from '../../http/api/lead-api.ts';
import { tell } from '../announcer.ts';
import { call } from '../client.ts';
import { leadName } from '../format.ts';
import { useList } from '../list.ts';
import { addressAbove } from '../location.ts';
import { VerdictBadge } from '../parts/badge.ts';
import { Button } from '../parts/button.ts';
import { Confirm } from '../parts/confirm.ts';
import { Copyable } from '../parts/copyable.ts';
import { drawn } from '../parts/drawn.ts';
import { LeadDetails } from '../parts/lead-details.ts';
import { LeadHistory } from '../parts/lead-history.ts';
import { LeadNext } from '../parts/lead-next.ts';
import { LeadReasons } from '../parts/lead-reasons.ts';
import { PageHeader } from '../parts/page-header.ts';
import { PanelSkeleton } from '../parts/skeleton.ts';
import { useResource } from '../resource.ts';
import { refusal } from '../session.ts';

/** What happened to a lead, why, and what next? */
export function LeadPage({ id }: { readonly id: string }) {
  const on = (event: EventView) => event.subject === id;
  const lead = useResource(`lead ${id}`, (signal) => call('GET /v1/leads/{id}', { params: { id }, signal }), {
    on,
  });
  const history = useList(
    `history ${id}`,
    (cursor, signal) =>
      call('GET /v1/leads/{id}/history', { params: { id }, query: { limit: 200, cursor }, signal }),
    { on },
  );
  const [asking, setAsking] = useState(false);
  const state = lead.state.value;
  const known = state.is === 'ready' ? state.value : null;
  const above = { title: 'Leads', href: addressAbove('leads') };
  const erase = async () => {
    await call('DELETE /v1/leads/{id}', { params: { id } });
    tell(`Erased ${known === null ? 'the lead' : leadName(known)}`);
    await Promise.all([lead.reload(), history.reload()]);
  };
  return html`
    ${h(PageHeader, { title: known === null ? 'Lead' : leadName(known), above, actions: known === null ? null : eraseButton(known, () => setAsking(true)) }, identity(id, known))}
    ${drawn(lead, {
      skeleton: h(PanelSkeleton, {}),
      ready: (value) =>
        html`<div class="columns">
          <div class="columns-main">
            ${h(LeadNext, { lead: value })}${h(LeadReasons, { lead: value })}${h(LeadHistory, { history })}
          </div>
          <div class="columns-side">${h(LeadDetails, { lead: value })}</div>
        </div>`,
    })}
    ${asking && known !== null ? h(Confirm, { ...question(known), onAct: erase, onClose: () => setAsking(false) }) : null}
  `;
}

function identity(id: string, lead: LeadView | null) {
  return html`${lead === null ? null : h(VerdictBadge, { verdict: lead.verdict })}${h(Copyable, { text: id, what: 'id' })}`;
}

function eraseButton(lead: LeadView, ask: () => void) {
  const already = lead.erasedAt === null ? null : 'It has been erased already.';
  const no = already ?? refusal('leads:erase', 'erase leads');
  return h(Button, { tone: 'danger', refusal: no, onPress: ask }, 'Erase');
}

function question(lead: LeadView) {
  const name = leadName(lead);
  return {
    question: `Erase ${name}?`,
    act: `Erase ${name}`,
    children: html`<p>
        Names, e-mail addresses, phones, consent and everything else that ${name} or the source said are
        removed from every table. The id, the verdict and the history stay.
      </p>
      <p><strong>This cannot be undone.</strong></p>`,
  };
}
