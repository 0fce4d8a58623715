import { h } from 'preact';
import { html } from 'htm/preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { addressOf } from '../client.ts';
import { Icon } from './icon.ts';

type Props = { readonly of: ImportView; readonly text: string };

/** The file with a verdict a row. */
export function VerdictFile({ of, text }: Props) {
  const href = addressOf('/v1/imports/{id}/verdicts.csv', { params: { id: of.id } });
  const name = `${(of.name ?? 'import').replace(/\.[^.]*$/, '')}.verdicts.csv`;
  return html`<a class="button button-plain" href=${href} download=${name}>
    ${h(Icon, { name: 'download' })}<span
      >${text}<span class="sr-only"> of ${of.name ?? 'this import'}</span></span
    >
  </a>`;
}
