import { h } from 'preact';
import type { ImportView } from '../../http/api/import-api.ts';
import { Badge, type Tone } from './badge.ts';

type Status = ImportView['status'];

const looks: Readonly<Record<Status, { readonly tone: Tone; readonly text: string }>> = {
  running: { tone: 'quiet', text: 'Running' },
  finished: { tone: 'good', text: 'Finished' },
  interrupted: { tone: 'attention', text: 'Interrupted' },
  failed: { tone: 'bad', text: 'Failed' },
};

/** How an import stands. */
export function ImportStatus({ status }: { readonly status: Status }) {
  return h(Badge, looks[status]);
}
