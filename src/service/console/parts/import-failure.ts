import { h } from 'preact';
import { html } from 'htm/preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { Icon } from './icon.ts';

type Props = { readonly failure: NonNullable<ImportView['failure']>; readonly status: ImportView['status'] };

/** Why an import did not come to its end, and what to do. */
export function ImportFailure({ failure, status }: Props) {
  return html`<section class="state state-bad">
    ${h(Icon, { name: 'bad' })}
    <div class="state-words">
      <h2>${status === 'interrupted' ? 'It was cut off' : 'It did not come to its end'}</h2>
      <p>${failure.detail}</p>
      <p>Rows decided before stand. Import the file again: they will be duplicates, and the rest is taken.</p>
      <p class="small muted">Code <code>${failure.code}</code></p>
    </div>
  </section>`;
}
