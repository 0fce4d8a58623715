import { h } from 'preact';
import { html } from 'htm/preact';
import { place } from '../location.ts';
import { EmptyPanel } from '../parts/empty-panel.ts';
import { PageHeader } from '../parts/page-header.ts';
import { pathOf } from '../route.ts';

/** An address that is no page. */
export function NotFoundPage() {
  const { path } = place.value;
  const nearest = path.startsWith(`${pathOf('imports')}/`) ? 'imports' : 'leads';
  return html`
    ${h(PageHeader, { title: 'Not found' })}
    ${h(
      EmptyPanel,
      { icon: 'search', title: 'There is no page at this address' },
      html`<p><code>${path}</code></p>
        <div class="actions">
          <a class="button button-primary" href=${pathOf(nearest)}><span>Go to ${nearest}</span></a>
        </div>`,
    )}
  `;
}
