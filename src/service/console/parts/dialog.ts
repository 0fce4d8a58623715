import { h, type ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { html } from 'htm/preact';
import { Button } from './button.ts';

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
};

/**
 * A dialog of the browser's own kind: it keeps the focus inside, closes on Escape and gives the focus back
 * to what opened it.
 */
export function Dialog({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before it is painted: what is typed right after opening it goes into it.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    // Not on «Close»: on the first field, or on the act that changes nothing.
    dialog.current?.querySelector<HTMLElement>('form :is(input, select), .dialog-actions button')?.focus();
    return () => {
      // While it is open nothing else takes the focus; and what opened it may have gone.
      dialog.current?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      else document.querySelector<HTMLElement>('h1')?.focus();
    };
  }, []);
  // The browser says a frame late that it has closed: by then it may have been opened again.
  const closed = () => {
    if (dialog.current !== null) onClose();
  };
  const cancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby=${id} onCancel=${cancel} onClose=${closed}>
    <div class="dialog-head">
      <h2 id=${id}>${title}</h2>
      ${h(Button, { tone: 'bare', icon: 'close', onPress: onClose }, html`<span class="sr-only">Close</span>`)}
    </div>
    ${children}
  </dialog>`;
}
