import type { ComponentChildren, VNode } from 'preact';
import { html } from 'htm/preact';

/** A column of a table. On a phone a row becomes a card, where each value stands beside its column's name. */
export type Column<T> = {
  readonly name: string;
  readonly cell: (row: T) => ComponentChildren;
  /**
   * `head` names the row, `number` stands right with even figures, `rank` is a narrow one, `acts` holds what can be
   * done with the row.
   */
  readonly kind?: 'head' | 'text' | 'number' | 'rank' | 'wrap' | 'acts';
};

type Props<T> = {
  /** Said to those who cannot see the table; others read the heading above it. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** On a phone a row stays one line: its name and its one value. */
  readonly brief?: boolean;
};

/** A table that is a table to a screen reader too, also when it is drawn as cards: hence the roles. */
export function dataTable<T>({ caption, columns, rows, keyOf, brief = false }: Props<T>): VNode {
  return html`<div class="table-frame ${roomFor(columns.length)}">
    <table class="table ${brief ? 'table-brief' : ''}" role="table">
      <caption class="sr-only">
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => columnHead(column))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (row) =>
            html`<tr role="row" data-row key=${keyOf(row)}>
              ${columns.map((column) => cell(column, row))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** How much room so many columns need before rows have to become cards. */
export const roomFor = (columns: number) =>
  columns <= 4 ? 'few-columns' : columns <= 7 ? 'some-columns' : 'many-columns';

/** The name over a column. */
export function columnHead<T>({ name, kind = 'text' }: Column<T>): VNode {
  return html`<th role="columnheader" scope="col" class="col-${kind}" key=${name}>
    ${kind === 'acts' ? html`<span class="sr-only">${name}</span>` : name}
  </th>`;
}

/** One value of a row. */
export function cell<T>({ name, kind = 'text', cell: content }: Column<T>, row: T): VNode {
  return kind === 'head'
    ? html`<th role="rowheader" scope="row" class="col-head" key=${name}>${content(row)}</th>`
    : html`<td role="cell" class="col-${kind}" data-name=${name} key=${name}>${content(row)}</td>`;
}
