import { html } from 'htm/preact';

/** A bar beside a number, as wide as its share of the greatest. The number says it; the bar only shows it. */
export function Bar({ value, most }: { readonly value: number; readonly most: number }) {
  const width = most <= 0 ? 0 : Math.max(0, Math.min(100, (value / most) * 100));
  return html`<svg
    class="bar"
    aria-hidden="true"
    focusable="false"
    preserveAspectRatio="none"
    viewBox="0 0 100 8"
  >
    <rect class="bar-room" width="100" height="8" />
    <rect class="bar-value" width=${width.toFixed(1)} height="8" />
  </svg>`;
}
