import { signal } from '@preact/signals';

/** What a screen reader is told, and what is shown for a while after an act. */
export type Notice = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' };

export const spoken = signal('');
export const notice = signal<Notice | null>(null);

/** Milliseconds that a notice stays: long enough to read two lines. */
const shownMs = 8_000;

let last = 0;

/** Says a sentence without showing it. The same sentence twice is said twice. */
export function announce(text: string): void {
  spoken.value = spoken.value === text ? `${text}\u00A0` : text;
}

/** Shows and says what an act has done. */
export function tell(text: string, tone: Notice['tone'] = 'good'): void {
  last += 1;
  const id = last;
  notice.value = { id, text, tone };
  setTimeout(() => {
    if (notice.value?.id === id) notice.value = null;
  }, shownMs);
}
