import { h } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import { announce, tell } from '../announcer.ts';
import { shortId } from '../format.ts';
import { Icon } from './icon.ts';

type Props = {
  readonly text: string;
  /** What it is: «id», «request id». */
  readonly what: string;
  readonly short?: boolean;
  /** What is shown in its place, where the whole is too long to read. */
  readonly shown?: string;
};

/** Something that is copied with one click: an id, a command, a secret. */
export function Copyable({ text, what, short = false, shown = short ? shortId(text) : text }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      tell(`The browser does not let the ${what} be copied; select it by hand`, 'bad');
      return;
    }
    setCopied(true);
    announce(`Copied the ${what}`);
    setTimeout(() => setCopied(false), 2_000);
  };
  return html`<button
    type="button"
    class="copyable"
    title="Copy ${what}: ${text}"
    onClick=${() => void copy()}
  >
    <span class="sr-only">Copy ${what} </span><code>${shown}</code>
    ${h(Icon, { name: copied ? 'good' : 'copy' })}
  </button>`;
}
