import { h } from 'preact';
import { html } from 'htm/preact';
import { call } from '../client.ts';
import type { FeedFilter } from '../feed-store.ts';
import { shortId } from '../format.ts';
import { useList } from '../list.ts';
import { filter as changeFilter } from '../location.ts';
import { verdictWords } from './badge.ts';
import { Button } from './button.ts';
import { Choices } from './choices.ts';

const verdicts = [
  { value: 'all', text: 'All' },
  ...Object.entries(verdictWords).map(([value, text]) => ({ value, text })),
];

/** What the feed is narrowed to; each filter stands in the address. */
export function FeedFilters({ filter }: { readonly filter: FeedFilter }) {
  const chips = [
    { field: 'q', text: filter.q ? `Search: ${filter.q}` : null },
    { field: 'importId', text: filter.importId ? `Import ${shortId(filter.importId)}` : null },
  ];
  return html`<div class="filters">
    ${h(Choices, { name: 'Verdict', field: 'verdict', chosen: filter.verdict ?? 'all', usual: 'all', options: verdicts })}
    ${h(SourceChoice, { source: filter.source ?? null })}
    ${chips.map(({ field, text }) =>
      text === null
        ? null
        : html`<span class="chip" key=${field}
            >${text}${h(
              Button,
              { tone: 'bare', icon: 'close', onPress: () => changeFilter({ [field]: null }) },
              html`<span class="sr-only">Clear ${text}</span>`,
            )}</span
          >`,
    )}
  </div>`;
}

function SourceChoice({ source }: { readonly source: string | null }) {
  const list = useList(
    'source-names',
    (cursor) => call('GET /v1/sources', { query: { limit: 200, cursor } }),
    {
      on: (event) => event.type === 'source.created',
    },
  );
  const state = list.state.value;
  const known = state.is === 'ready' ? state.value.items.map((each) => each.name) : [];
  const names = source === null || known.includes(source) ? known : [source, ...known];
  const change = (event: Event) => changeFilter({ source: (event.currentTarget as HTMLSelectElement).value });
  return html`<select class="source-choice" aria-label="Source" onChange=${change}>
    <option value="" selected=${source === null}>Every source</option>
    ${names.map((name) => html`<option key=${name} value=${name} selected=${name === source}>${name}</option>`)}
  </select>`;
}
