import { TextSearch } from './text-search.ts';
import { unreadableRow, type UnreadableCode, type UnreadableRow } from './unreadable-row.ts';

/** A row of a CSV file. `row` counts from 1; the header and empty rows are not counted. */
export type CsvRow =
  | { readonly kind: 'row'; readonly row: number; readonly cells: readonly string[] }
  | UnreadableRow;

export type CsvShape = {
  readonly delimiter: string;
  /** Cells that every row has; absent while the header itself is read. */
  readonly columns?: number;
  /** Cells that no row may lack: those up to the last column with a name. All, where it is absent. */
  readonly needed?: number;
  /** Characters that a row may have. */
  readonly rowLength: number;
};

/** What reading a row in quotes comes to: its cells, more text is needed, or a quote that does not close. */
type Quoted = readonly string[] | 'more' | 'unclosed';

const quote = 0x22;
const space = 0x20;
const lf = 0x0a;
const cr = 0x0d;

/**
 * Reads rows from text that comes in pieces, in one pass and without waiting. What it makes of a file does not
 * depend on where the pieces are cut.
 *
 * A row ends at LF, CR or CRLF. One with no quote in it is cut at its delimiters, and that is all. A cell is
 * quoted where a quote comes first in it, spaces aside, and its closing quote is followed by a delimiter, a
 * line end or the end of the file. A quote within it that is followed by anything else is taken as a character,
 * as long as the cell closes on the same line: «"Bob "Bo" Lee"». Quotes in an unquoted cell are characters.
 *
 * A quote counts as never closed, and its first line alone is the damaged row, where
 * - the row would be longer than a row may be, or the file ends,
 * - after a line break, a quote follows that neither closes nor is doubled: it opens a cell of a later row,
 * - the lines within the cell look like rows of this file, or
 * - the row goes over several lines and then has the wrong number of cells.
 */
export class CsvRowReader {
  readonly #shape: CsvShape;
  readonly #delimiterCode: number;
  readonly #lineFeeds = new TextSearch('\n');
  readonly #returns = new TextSearch('\r');
  readonly #quotes = new TextSearch('"');
  readonly #nuls = new TextSearch('\0');
  readonly #delimiters: TextSearch;
  #text = '';
  #at = 0;
  #last = false;
  #row = 0;
  /** Within a row that is too long already: nothing is kept up to its line end. */
  #skipping = false;
  #rows: CsvRow[] = [];

  constructor(shape: CsvShape) {
    this.#shape = shape;
    this.#delimiterCode = shape.delimiter.charCodeAt(0);
    this.#delimiters = new TextSearch(shape.delimiter);
  }

  /** Reads on in the next piece of text; gives the rows that are complete. `last` when there is no more text. */
  read(piece: string, last: boolean): readonly CsvRow[] {
    this.#take(piece, last);
    this.#rows = [];
    while (this.#at < this.#text.length && this.#readRow());
    return this.#rows;
  }

  #take(piece: string, last: boolean): void {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    this.#last = last;
    const searches = [this.#lineFeeds, this.#returns, this.#quotes, this.#nuls, this.#delimiters];
    for (const search of searches) search.reset(this.#text);
  }

  /** Reads one row; false where more text is needed. */
  #readRow(): boolean {
    const start = this.#at;
    const end = this.#lineEnd(start);
    const cut = end === this.#text.length && !this.#last;
    if (this.#skipping) {
      this.#at = end;
      if (!cut) this.#finishLine(end);
      this.#skipping = cut;
      return !cut;
    }
    if (end - start > this.#shape.rowLength) {
      this.#refuse('row_too_long');
      this.#skipping = true;
      return true;
    }
    if (this.#quotes.next(start) < end) return this.#readQuotedRow(start, end);
    if (cut) return false;
    if (end > start) this.#give(this.#text.slice(start, end).split(this.#shape.delimiter), start, end);
    this.#finishLine(end);
    return true;
  }

  #readQuotedRow(start: number, firstLineEnd: number): boolean {
    const { rowLength } = this.#shape;
    const cells = this.#quotedCells(start);
    if (cells === 'more' && this.#text.length - start <= rowLength) return false;
    const end = this.#at;
    const overLines = end > firstLineEnd;
    if (
      typeof cells === 'string' ||
      (overLines && (end - start > rowLength || this.#fitted(cells) === undefined))
    ) {
      // More text is awaited only by a row over several lines: another is no longer than its line.
      this.#refuse('unclosed_quote');
      this.#finishLine(firstLineEnd);
      return true;
    }
    this.#give(cells, start, end);
    this.#finishLine(end);
    return true;
  }

  /** Reads cells up to the end of their row, where `#at` is left. */
  #quotedCells(start: number): Quoted {
    const text = this.#text;
    const cells: string[] = [];
    for (let at = start; ; at += 1) {
      const open = this.#afterSpaces(at);
      if (text.charCodeAt(open) === quote) {
        const close = this.#closingQuote(start, open);
        if (typeof close === 'string') return close;
        const cell = text.slice(open + 1, close);
        cells.push(cell.includes('""') ? cell.replaceAll('""', '"') : cell);
        at = this.#afterSpaces(close + 1);
      } else {
        const end = Math.min(this.#delimiters.next(at), this.#lineEnd(at));
        cells.push(text.slice(at, end));
        at = end;
      }
      if (at === text.length && !this.#last) return 'more';
      if (text.charCodeAt(at) === this.#delimiterCode) continue;
      this.#at = at;
      return cells;
    }
  }

  #closingQuote(rowStart: number, open: number): number | 'more' | 'unclosed' {
    const text = this.#text;
    const lineEnd = this.#lineEnd(open);
    const most = rowStart + this.#shape.rowLength;
    let stray = false;
    for (let from = open + 1; ;) {
      const at = this.#quotes.next(from);
      if (at > most || (stray && at > lineEnd)) return 'unclosed';
      if (at === text.length) return this.#last ? 'unclosed' : 'more';
      if (text.charCodeAt(at + 1) === quote) {
        from = at + 2;
        continue;
      }
      const after = this.#afterSpaces(at + 1);
      if (after === text.length && !this.#last) return 'more';
      if (this.#endsCell(after)) return at > lineEnd && this.#holdsRows(open, at) ? 'unclosed' : at;
      // On a later line it opens a cell of a later row; the next look tells.
      stray = true;
      from = at + 1;
    }
  }

  #endsCell(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return at === this.#text.length || code === this.#delimiterCode || code === lf || code === cr;
  }

  /**
   * Whether the whole lines within a quoted cell look like rows: each has as many delimiters as a row. Asked
   * of files with three columns or more, and of four delimiters or more, so that prose is not taken for rows.
   */
  #holdsRows(open: number, close: number): boolean {
    const { columns = 0, delimiter } = this.#shape;
    if (columns < 3) return false;
    const lines = this.#text
      .slice(open + 1, close)
      .split(/[\r\n]+/)
      .slice(1, -1);
    return (
      lines.length * (columns - 1) >= 4 && lines.every((line) => line.split(delimiter).length === columns)
    );
  }

  #afterSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === space) at += 1;
    return at;
  }

  #lineEnd(from: number): number {
    return Math.min(this.#lineFeeds.next(from), this.#returns.next(from));
  }

  /** Goes past a line end. The LF of a CRLF that is cut in two is an empty row, and skipped as such. */
  #finishLine(end: number): void {
    const pair = this.#text.charCodeAt(end) === cr && this.#text.charCodeAt(end + 1) === lf;
    this.#at = Math.min(end + (pair ? 2 : 1), this.#text.length);
  }

  #give(cells: readonly string[], start: number, end: number): void {
    if (isBlank(cells[0] ?? '') && cells.every(isBlank)) return;
    const fitted = this.#fitted(cells);
    if (this.#nuls.next(start) < end) this.#refuse('nul_byte');
    else if (fitted !== undefined) this.#rows.push({ kind: 'row', row: (this.#row += 1), cells: fitted });
    else this.#refuse('ragged_row', `the row has ${cells.length} cells, the header ${this.#shape.columns}`);
  }

  /** The cells as many as the header's; undefined where what is over or missing might be more than nothing. */
  #fitted(cells: readonly string[]): readonly string[] | undefined {
    const { columns = cells.length, needed = columns } = this.#shape;
    if (cells.length === columns) return cells;
    if (cells.length > columns)
      return cells.slice(columns).every(isBlank) ? cells.slice(0, columns) : undefined;
    if (cells.length < needed) return undefined;
    return [...cells, ...Array.from({ length: columns - cells.length }, () => '')];
  }

  #refuse(code: UnreadableCode, detail?: string): void {
    this.#rows.push(unreadableRow((this.#row += 1), code, detail));
  }
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}
