import { h } from 'preact';
import { html } from 'htm/preact';
import type { ApiProblem } from '../api-problem.ts';
import { bytes, counted } from '../format.ts';
import { pathOf } from '../route.ts';
import { retryUpload, stopUpload, upload as current, type Upload } from '../upload.ts';
import { Button } from './button.ts';
import { ErrorPanel } from './error-panel.ts';
import { Icon } from './icon.ts';

/** How far the file is that this tab is sending. */
export function UploadProgress({ upload }: { readonly upload: Upload }) {
  const { file, state } = upload;
  const close = () => (current.value = null);
  switch (state.is) {
    case 'sending':
      return html`<div class="upload-progress">
        ${progress(file.name, state.sentBytes, file.size)}
        <p>Sending <strong>${file.name}</strong>, ${bytes(state.sentBytes)} of ${bytes(file.size)}</p>
        ${h(Button, { onPress: stopUpload }, 'Stop')}
      </div>`;
    case 'deciding':
      return html`<div class="upload-progress">
        ${progress(file.name, file.size, file.size)}
        <p><strong>${file.name}</strong> is sent. Its rows are being decided, as the list shows.</p>
      </div>`;
    case 'done':
      return html`<div class="upload-progress">
        ${h(Icon, { name: 'good' })}
        <p>
          <strong>${file.name}</strong>: ${counted(state.result.rows, 'row')},${' '}
          <a href=${pathOf('import', state.result.id)}>${counted(state.result.accepted, 'lead')} accepted</a>.
        </p>
        ${h(Button, { tone: 'bare', icon: 'close', onPress: close }, html`<span class="sr-only">Dismiss</span>`)}
      </div>`;
    case 'failed':
      return html`<div class="upload-progress">${failure(file.name, state.problem, close)}</div>`;
  }
}

/** A file that is refused is refused whole; one that was cut off was taken in part. */
function failure(name: string, problem: ApiProblem, close: () => void) {
  const heading = problem.status === 422 ? `${name} was not imported` : `${name} was not imported to its end`;
  return h(ErrorPanel, { problem, heading, onRetry: retryUpload }, h(Button, { onPress: close }, 'Leave it'));
}

function progress(name: string, sent: number, size: number) {
  return html`<progress aria-label="Sending ${name}" value=${sent} max=${Math.max(size, 1)}></progress>`;
}
