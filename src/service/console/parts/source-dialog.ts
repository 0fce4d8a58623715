import { h } from 'preact';
import { html } from 'htm/preact';
import type { SourceView } from '../../http/api/source-api.ts';
import { call } from '../client.ts';
import { Dialog } from './dialog.ts';
import { TextField } from './field.ts';
import { Form } from './form.ts';

type Props = {
  /** The source to rename; null makes a new one. */
  readonly source: SourceView | null;
  readonly onSaved: (words: string) => Promise<void>;
  readonly onClose: () => void;
};

/** Makes a source or gives one another name. */
export function SourceDialog({ source, onSaved, onClose }: Props) {
  const send = async (values: FormData) => {
    const body = { name: String(values.get('name') ?? '') };
    if (source === null) await call('POST /v1/sources', { body });
    else await call('PATCH /v1/sources/{id}', { params: { id: source.id }, body });
    await onSaved(
      source === null ? `Made the source ${body.name}` : `Renamed ${source.name} to ${body.name}`,
    );
  };
  return h(
    Dialog,
    { title: source === null ? 'New source' : `Rename ${source.name}`, onClose },
    h(Form, {
      act: source === null ? 'Make source' : 'Rename',
      onSend: send,
      onCancel: onClose,
      fields: (faultAt) =>
        h(TextField, {
          label: 'Name',
          name: 'name',
          value: source?.name ?? '',
          required: true,
          maxlength: 100,
          autocomplete: 'off',
          hint:
            source === null ? 'As the source gives it in its leads.' : 'Its leads and counts stay with it.',
          fault: faultAt('/name'),
        }),
    }),
    source === null
      ? null
      : html`<p class="small muted">Leads that come under the old name make a new source.</p>`,
  );
}
