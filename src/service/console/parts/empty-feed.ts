import { h } from 'preact';
import { html } from 'htm/preact';
import type { FeedFilter } from '../feed-store.ts';
import { filter as changeFilter } from '../location.ts';
import { pathOf } from '../route.ts';
import { Button } from './button.ts';
import { Copyable } from './copyable.ts';
import { EmptyPanel } from './empty-panel.ts';

/** No lead to show: none matches, or none has come yet. */
export function EmptyFeed({ filter }: { readonly filter: FeedFilter }) {
  const narrowed = Object.values(filter).some(
    (value) => value !== null && value !== undefined && value !== '',
  );
  if (narrowed) {
    const clear = () => changeFilter({ verdict: null, source: null, importId: null, q: null });
    return h(
      EmptyPanel,
      { icon: 'search', title: 'No lead matches' },
      html`<p>
          ${
            filter.q
              ? 'A whole e-mail or phone or an id is found wherever it is; a part of a name, company or e-mail among the newest 10,000 leads.'
              : 'No lead fits these filters yet.'
          }
        </p>
        <div class="actions">${h(Button, { tone: 'primary', onPress: clear }, 'Show every lead')}</div>`,
    );
  }
  return h(
    EmptyPanel,
    { icon: 'leads', title: 'No leads yet' },
    html`<p>Every lead that a source sends appears here the moment it is kept, with its verdict and score.</p>
      <p>Send the first ones from a file:</p>
      <div class="actions">
        <a class="button button-primary" href=${pathOf('imports')}><span>Import a file</span></a>
      </div>
      <p>or on the command line:</p>
      <p>${h(Copyable, { text: './midcoast import examples/leads.csv', what: 'command' })}</p>`,
  );
}
