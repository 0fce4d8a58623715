import { signal } from '@preact/signals';
import type { ImportView } from '../http/api/import-api.ts';
import { ApiProblem, asProblem, unreachable } from './api-problem.ts';
import { tell } from './announcer.ts';
import { addressOf, changeHeaders } from './client.ts';
import { counted } from './format.ts';
import { onSessionEnd } from './session.ts';

/**
 * The file that this tab is sending. It goes on while other pages are looked at.
 * sending (bytes leave) → deciding (all are there, rows are still decided) → done | failed; failed can be
 * sent again under the same key, so that rows decided before are not decided twice.
 */
export type Upload = {
  readonly file: File;
  readonly source: string;
  readonly key: string;
  readonly state:
    | { readonly is: 'sending'; readonly sentBytes: number }
    | { readonly is: 'deciding' }
    | { readonly is: 'done'; readonly result: ImportView }
    | { readonly is: 'failed'; readonly problem: ApiProblem };
};

export const upload = signal<Upload | null>(null);

/** True while leaving the tab would cut the file off. */
export const uploading = () => upload.value?.state.is === 'sending' || upload.value?.state.is === 'deciding';

let request: XMLHttpRequest | null = null;

onSessionEnd(() => {
  request?.abort();
  upload.value = null;
});

addEventListener('beforeunload', (event) => {
  if (uploading()) event.preventDefault();
});

/** Sends a file as an import. `source` names the source of every row; empty: the file's own column. */
export function startUpload(file: File, source: string, key: string = crypto.randomUUID()): void {
  upload.value = { file, source, key, state: { is: 'sending', sentBytes: 0 } };
  request = send(file, source, key);
}

/** Sends the file that failed once more, as the same import. */
export function retryUpload(): void {
  const now = upload.value;
  if (now !== null) startUpload(now.file, now.source, now.key);
}

export function stopUpload(): void {
  request?.abort();
  upload.value = null;
}

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
function send(file: File, source: string, key: string): XMLHttpRequest {
  const xhr = new XMLHttpRequest();
  const query = { name: file.name, source };
  xhr.open('POST', addressOf('/v1/imports', { query }));
  xhr.responseType = 'json';
  const type = /\.(ndjson|jsonl)$/i.test(file.name) ? 'application/x-ndjson' : 'text/csv';
  for (const [name, value] of Object.entries({
    ...changeHeaders(),
    'content-type': type,
    'idempotency-key': key,
  })) {
    xhr.setRequestHeader(name, value);
  }
  xhr.upload.addEventListener('progress', (event) => change(xhr, { is: 'sending', sentBytes: event.loaded }));
  xhr.upload.addEventListener('load', () => change(xhr, { is: 'deciding' }));
  xhr.addEventListener('error', () => change(xhr, { is: 'failed', problem: unreachable(navigator.onLine) }));
  xhr.addEventListener('load', () => finish(xhr, file));
  xhr.send(file);
  return xhr;
}

function finish(xhr: XMLHttpRequest, file: File): void {
  if (xhr.status === 202) {
    const result = xhr.response as ImportView;
    change(xhr, { is: 'done', result });
    tell(
      `Imported ${file.name}: ${counted(result.accepted, 'lead')} accepted of ${counted(result.rows, 'row')}`,
    );
    return;
  }
  const body = xhr.response as Partial<ApiProblem> | null;
  const problem =
    typeof body?.code === 'string'
      ? new ApiProblem(xhr.response as ConstructorParameters<typeof ApiProblem>[0])
      : asProblem(new Error(`The service answered ${xhr.status}.`));
  change(xhr, { is: 'failed', problem });
}

/** Only the request of the moment speaks: one that was stopped may still have something to say. */
function change(xhr: XMLHttpRequest, state: Upload['state']): void {
  if (xhr === request && upload.value !== null) upload.value = { ...upload.value, state };
}
