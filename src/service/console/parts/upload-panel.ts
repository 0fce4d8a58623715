import { h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { html } from 'htm/preact';
import { refusal } from '../session.ts';
import { startUpload, upload, uploading } from '../upload.ts';
import { Button } from './button.ts';
import { UploadProgress } from './upload-progress.ts';

/** Where a file of leads is given: chosen, or dropped. */
export function UploadPanel() {
  const picker = useRef<HTMLInputElement>(null);
  const source = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const no =
    refusal('imports:write', 'import leads') ??
    (uploading() ? 'One file at a time: the other is still being sent.' : null);
  const take = (file: File | undefined) => {
    if (file !== undefined && no === null) startUpload(file, source.current?.value.trim() ?? '');
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(no === null && event.type === 'dragover');
    if (event.type === 'drop') take(event.dataTransfer?.files[0]);
  };
  const pick = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    take(input.files?.[0]);
    input.value = '';
  };
  return html`<section
    class="upload ${over ? 'upload-over' : ''}"
    aria-label="Import a file"
    onDragOver=${drag}
    onDragLeave=${drag}
    onDrop=${drag}
  >
    <div class="upload-line">
      <p>
        Drop a CSV or NDJSON file here, or choose one. Every row is decided by the same rules as a single
        lead.
      </p>
      <div class="upload-acts">
        <label class="upload-source"
          >Source of every row <input ref=${source} type="text" maxlength="100" placeholder="From the file"
        /></label>
        <input
          ref=${picker}
          hidden
          type="file"
          accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv"
          aria-label="File to import"
          onChange=${pick}
        />
        ${h(Button, { tone: 'primary', icon: 'imports', refusal: no, onPress: () => picker.current?.click() }, 'Choose a file')}
      </div>
    </div>
    ${upload.value === null ? (no === null ? null : html`<p class="small muted">${no}</p>`) : h(UploadProgress, { upload: upload.value })}
  </section>`;
}
