import { html } from 'htm/preact';

/** Drawings on a 16-pixel grid, strokes in the colour of the text around them. */
const drawings = {
  leads: 'M2 9.5 4 3h8l2 6.5v3.5H2zM2 9.5h3.5l1 1.5h3l1-1.5H14',
  imports: 'M8 10V2.5M5 5.5l3-3 3 3M2.5 10v3.5h11V10',
  sources:
    'M4 4.5a1.5 1.5 0 1 0 0-.01M4 11.5a1.5 1.5 0 1 0 0-.01M12 8a1.5 1.5 0 1 0 0-.01M5.4 4.6 10.6 7.4M5.4 11.4l5.2-2.8',
  leaderboard: 'M2.5 13.5h11M4 13V8.5M8 13V3M12 13V6',
  suppressions: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M4.2 4.2l7.6 7.6',
  system: 'M1.5 8.5H4l2-5 3.5 9 2-4h3',
  settings: 'M2 4.5h7M12 4.5h2M9 2.8v3.4M2 11.5h2M7 11.5h7M4.5 9.8v3.4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3l3.4 3.4',
  more: 'M3 7.5v1M8 7.5v1M13 7.5v1',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  leave: 'M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8v10.4L13 8z',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  up: 'M8 13V3.5M4 7l4-4 4 4',
  download: 'M8 2.5V10M5 7l3 3 3-3M2.5 10v3.5h11V10',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  plus: 'M8 3v10M3 8h10',
  person: 'M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8M2.8 13.5c.5-2.4 2.6-3.8 5.2-3.8s4.7 1.4 5.2 3.8',
  good: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M5.3 8.2l2 2 3.5-4',
  attention: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01',
  bad: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  quiet: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3',
} as const;

export type IconName = keyof typeof drawings;

/** A small drawing beside a word; it says nothing that the word does not. */
export function Icon({ name }: { readonly name: IconName }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${drawings[name]} />
  </svg>`;
}
