import { html } from 'htm/preact';

type Props = { readonly rows?: number; readonly columns?: number };

/** The shape of a table before it is there; shown only after 200 ms, so that what is quick does not flicker. */
export function TableSkeleton({ rows = 8, columns = 5 }: Props) {
  const cells = Array.from(
    { length: columns },
    (_, index) => html`<span class="skeleton-cell" key=${index}></span>`,
  );
  const lines = Array.from(
    { length: rows },
    (_, index) => html`<div class="skeleton-row" key=${index}>${cells}</div>`,
  );
  return html`<div class="skeleton" role="status">
    <span class="sr-only">Loading</span>
    <div aria-hidden="true">${lines}</div>
  </div>`;
}

/** The shape of a page of panels. */
export function PanelSkeleton() {
  return html`<div class="skeleton" role="status">
    <span class="sr-only">Loading</span>
    <div aria-hidden="true" class="skeleton-panels"><span></span><span></span><span></span></div>
  </div>`;
}
