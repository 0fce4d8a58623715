import { h } from 'preact';
import { html } from 'htm/preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { Icon } from './icon.ts';

type Props = {
  readonly failure: NonNullable<ImportView['failure']>;
  readonly status: ImportView['status'];
  readonly rows: number;
};

/** Why an import did not come to its end, and what to do. */
export function ImportFailure({ failure, status, rows }: Props) {
  return html`<section class="state state-bad import-failure">
    ${h(Icon, { name: 'bad' })}
    <div class="state-words">
      <h2>${status === 'interrupted' ? 'It was cut off' : 'It did not come to its end'}</h2>
      <p>${failure.detail}</p>
      <p>
        ${
          rows === 0
            ? 'Nothing of it was taken. Mend the file, then import it again.'
            : 'Rows decided before stand. Import the file again: they will be duplicates, and the rest is taken.'
        }
      </p>
      <p class="small muted">Code <code>${failure.code}</code></p>
    </div>
  </section>`;
}
