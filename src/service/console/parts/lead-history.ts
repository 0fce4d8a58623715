import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import type { EventView } from '../../http/api/lead-api.ts';
import { plainValue, words } from '../format.ts';
import type { List } from '../list.ts';
import { pathOf } from '../route.ts';
import type { Tone } from './badge.ts';
import { drawn } from './drawn.ts';
import { Icon } from './icon.ts';
import { Moment } from './moment.ts';
import { moreRows } from './more-rows.ts';
import { Panel } from './panel.ts';
import { TableSkeleton } from './skeleton.ts';

const tones: Readonly<Partial<Record<EventView['type'], Tone>>> = {
  'lead.accepted': 'good',
  'lead.suppressed': 'attention',
  'lead.erased': 'attention',
};

/** Where the words of a type do not say it well. */
const titles: Readonly<Partial<Record<EventView['type'], string>>> = {
  'lead.duplicate': 'Recognised as a duplicate',
};

/** Told beside the history, by name. */
const elsewhere: ReadonlySet<string> = new Set(['sourceId']);

/** What happened to the lead, oldest first, as the event log has it. */
export function LeadHistory({ history }: { readonly history: List<EventView> }) {
  const list = drawn(history, {
    part: true,
    skeleton: h(TableSkeleton, { rows: 2, columns: 3 }),
    ready: ({ items }) =>
      html`<ol class="timeline">
        ${items.map(entry)}
      </ol>`,
  });
  return h(Panel, { title: 'History' }, list, moreRows(history, 'event'));
}

function entry(event: EventView) {
  const said = Object.entries(event.data).filter(
    ([name, value]) => value !== null && value !== '' && !elsewhere.has(name),
  );
  return html`<li key=${event.id} class="timeline-entry">
    <span class="tone-${tones[event.type] ?? 'quiet'}"
      >${h(Icon, { name: tones[event.type] ?? 'quiet' })}</span
    >
    <div>
      <p class="timeline-head">
        <strong>${titles[event.type] ?? words(event.type)}</strong> ${h(Moment, { at: event.time })}
      </p>
      ${
        said.length === 0
          ? null
          : html`<p class="timeline-facts">
              ${said.map(([name, value]) => html`<span key=${name}>${words(name)}: ${shown(name, value)}</span>`)}
            </p>`
      }
      <p class="small muted">Position <code>${event.position}</code></p>
    </div>
  </li>`;
}

/** A value of an event; an id of something with a page is a link to it. */
function shown(name: string, value: unknown): ComponentChildren {
  if (typeof value === 'string' && name === 'duplicateOf')
    return html`<a href=${pathOf('lead', value)}>the earlier lead</a>`;
  if (typeof value === 'string' && name === 'importId')
    return html`<a href=${pathOf('import', value)}>the import</a>`;
  return Array.isArray(value) ? value.map(plainValue).join(', ') : plainValue(value);
}
