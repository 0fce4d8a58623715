import { h } from 'preact';
import { html } from 'htm/preact';
import { place } from '../location.ts';
import { EmptyPanel } from '../parts/empty-panel.ts';
import { PageHeader } from '../parts/page-header.ts';

/** An address that is no page. */
export function NotFoundPage() {
  return html`
    ${h(PageHeader, { title: 'Not found' })}
    ${h(
      EmptyPanel,
      { icon: 'search', title: 'There is no page at this address' },
      html`<p><code>${place.value.path}</code></p>
        <div class="actions">
          <a class="button button-primary" href="/leads"><span>Go to leads</span></a>
        </div>`,
    )}
  `;
}
