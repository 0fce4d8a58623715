import { html } from 'htm/preact';
import { words } from '../format.ts';
import { environment } from '../session.ts';

/** Which environment this is. Production cannot be taken for another. */
export function EnvironmentMark() {
  const name = environment.value;
  if (name === null) return null;
  const kind = name === 'production' ? 'production' : 'other';
  return html`<span class="environment environment-${kind}"
    ><span class="sr-only">Environment: </span>${words(name)}</span
  >`;
}
