import { h } from 'preact';
import { html } from 'htm/preact';
import { givenKeys, keysShown, letters, setSingleKeys, shortcuts, singleKeys } from '../keys.ts';
import { Dialog } from './dialog.ts';

/** The list of keys. */
export function KeysDialog() {
  if (!keysShown.value) return null;
  const close = () => (keysShown.value = false);
  const change = (event: Event) => setSingleKeys((event.currentTarget as HTMLInputElement).checked);
  return h(
    Dialog,
    { title: 'Keys', onClose: close },
    html`<div class="keys">
        ${keyList('On every page', [...shortcuts, ...givenKeys])}
        ${keyList(
          'Go to a page',
          letters.map(({ letter, title }) => ({ keys: ['g', letter], what: title })),
        )}
      </div>
      <label class="check">
        <input type="checkbox" checked=${singleKeys.value} onChange=${change} />
        <span>Single keys act. Turn them off if you speak to your device or press keys by chance.</span>
      </label>`,
  );
}

type Key = { readonly keys: readonly string[]; readonly what: string };

function keyList(title: string, list: readonly Key[]) {
  return html`<section>
    <h3>${title}</h3>
    <dl>
      ${list.map(
        ({ keys, what }) =>
          html`<div key=${what}>
            <dt>${keys.map((key) => html`<kbd key=${key}>${key}</kbd> `)}</dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
