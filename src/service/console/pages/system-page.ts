import { h } from 'preact';
import { html } from 'htm/preact';
import type { SystemView } from '../../http/api/system-api.ts';
import { call } from '../client.ts';
import { count, duration, words } from '../format.ts';
import { Badge, type Tone } from '../parts/badge.ts';
import { Copyable } from '../parts/copyable.ts';
import { dataTable } from '../parts/data-table.ts';
import { drawn } from '../parts/drawn.ts';
import { Facts } from '../parts/facts.ts';
import { Icon } from '../parts/icon.ts';
import { Measured } from '../parts/measured.ts';
import { Moment } from '../parts/moment.ts';
import { PageHeader } from '../parts/page-header.ts';
import { Panel } from '../parts/panel.ts';
import { PanelSkeleton } from '../parts/skeleton.ts';
import { useResource } from '../resource.ts';

type Part = SystemView['parts'][number];

/** Is every part well, how far behind is each reader, when was recovery last proved? */
export function SystemPage() {
  const system = useResource('system', (signal) => call('GET /v1/system', { signal }), { everySeconds: 2 });
  return html`
    ${h(PageHeader, { title: 'System' })}
    ${drawn(system, { skeleton: h(PanelSkeleton, {}), ready: drawnSystem })}
  `;
}

function drawnSystem(system: SystemView) {
  return html`
    ${verdict(system.parts)}
    <div class="columns">
      <div class="columns-main">
        ${h(Panel, { title: 'Parts' }, parts(system.parts))}
        ${h(Panel, { title: 'Readers of the event log' }, readers(system))}
        ${h(Panel, { title: 'Pools of connections' }, pools(system))}
      </div>
      <div class="columns-side">
        ${h(Panel, { title: 'What runs here' }, h(Facts, { facts: facts(system) }))}
      </div>
    </div>
  `;
}

const stateWords: Readonly<Record<Part['state'], string>> = {
  good: 'Well',
  attention: 'Needs attention',
  bad: 'Failing',
};

function verdict(all: readonly Part[]) {
  const worst: Tone =
    (['bad', 'attention'] as const).find((tone) => all.some((part) => part.state === tone)) ?? 'good';
  const named = all
    .filter((part) => part.state === worst)
    .map((part) => part.name)
    .join(', ');
  const text = {
    good: 'Every part is well.',
    attention: `Needs attention: ${named}.`,
    bad: `Failing: ${named}.`,
    quiet: '',
  }[worst];
  return html`<p class="verdict verdict-${worst}">${h(Icon, { name: worst })}<span>${text}</span></p>`;
}

function parts(rows: SystemView['parts']) {
  return dataTable({
    caption: 'Parts and their health',
    rows,
    keyOf: (part) => part.name,
    columns: [
      { name: 'Part', kind: 'head', cell: (part) => words(part.name) },
      { name: 'State', cell: (part) => h(Badge, { tone: part.state, text: stateWords[part.state] }) },
      { name: 'Detail', cell: (part) => part.detail },
    ],
  });
}

function readers({ readers: rows }: SystemView) {
  return dataTable({
    caption: 'Readers of the event log and how far behind they are',
    rows,
    keyOf: (reader) => reader.group,
    columns: [
      { name: 'Reader', kind: 'head', cell: (reader) => words(reader.group) },
      { name: 'Position', kind: 'number', cell: (reader) => html`<code>${reader.position}</code>` },
      { name: 'Events behind', kind: 'number', cell: (reader) => count(reader.lagEvents) },
      { name: 'Time behind', kind: 'number', cell: (reader) => duration(reader.lagSeconds) },
    ],
  });
}

function pools({ pools: rows }: SystemView) {
  return dataTable({
    caption: 'Pools of connections',
    rows,
    keyOf: (pool) => pool.name,
    columns: [
      { name: 'Pool', kind: 'head', cell: (pool) => words(pool.name) },
      {
        name: 'Busy',
        kind: 'number',
        cell: (pool) => h(Measured, { value: pool.busy, most: pool.size, text: count(pool.busy) }),
      },
      { name: 'Idle', kind: 'number', cell: (pool) => count(pool.idle) },
      { name: 'Most', kind: 'number', cell: (pool) => count(pool.size) },
      { name: 'Waiting', kind: 'number', cell: (pool) => count(pool.waiting) },
    ],
  });
}

const facts = (system: SystemView) =>
  [
    ['Environment', words(system.environment)],
    ['Version', system.version],
    ['Commit', h(Copyable, { text: system.commit, what: 'commit', shown: system.commit.slice(0, 12) })],
    ['Running since', h(Moment, { at: system.startedAt })],
    ['Clock of the service', h(Moment, { at: system.now })],
    ['Position of the log', html`<code>${system.position}</code>`],
    [
      'Recovery proved',
      system.recoveryProvedAt === null
        ? html`<span class="muted">Not yet</span>`
        : h(Moment, { at: system.recoveryProvedAt }),
    ],
  ] as const;
