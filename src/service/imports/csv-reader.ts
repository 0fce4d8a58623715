import { readHeader, withoutBlankLines, type CsvHeader, type Delimiter } from './csv-header.ts';
import { CsvRowReader, type CsvRow } from './csv-row-reader.ts';
import { readerLimits, type ReaderLimits } from './reader-limits.ts';
import { decodeText, type TextEncoding } from './text-encoding.ts';
import type { UnusableFile } from './unusable-file.ts';

export type CsvOptions = {
  /** Absent: found in the header. */
  readonly delimiter?: Delimiter;
  /** Absent: found in the bytes. */
  readonly encoding?: TextEncoding;
  readonly limits?: Partial<ReaderLimits>;
};

export type CsvFile = {
  readonly kind: 'csv';
  /** Names of the columns as found; a repeated or missing one is made up, so that each is given once. */
  readonly columns: readonly string[];
  readonly delimiter: Delimiter;
  /** The rows in their order, a batch for each piece that was read. Once only. */
  readonly rows: AsyncIterable<readonly CsvRow[]>;
};

/**
 * Reads a CSV file as it comes, in constant memory: as far as its header at once, then row by row. Every row
 * that is not empty comes out once, as cells or as a verdict why it cannot be read; nothing throws but `chunks`
 * itself. Rows count from 1; the header and rows of empty cells are not counted. The count of a row depends on
 * the file alone, not on how it is cut into chunks.
 *
 * A row is as wide as the header, or `ragged_row`. It may have empty cells over, and it may lack those of the
 * last columns if they have no name; a row that is short otherwise may have lost what it ends in or have it in
 * the wrong column.
 *
 * `chunks` is closed when its end is reached, when the file is unusable and when `rows` is left early. A
 * request's body that must be answered after that is given as `body.iterator({ destroyOnReturn: false })`.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): Promise<CsvFile | UnusableFile> {
  const limits = { ...readerLimits, ...options.limits };
  const pieces = decodeText(chunks, options.encoding, limits);
  let text = '';
  let header: CsvHeader | UnusableFile | undefined;
  for (let last = false; header === undefined;) {
    const piece = await pieces.next();
    last = piece.done === true;
    text = withoutBlankLines(text + (piece.value ?? ''));
    header = readHeader(text, last, limits, options.delimiter);
  }
  if (header.kind === 'unusable') {
    await pieces.return();
    return header;
  }
  const { columns, needed, delimiter, length } = header;
  const reader = new CsvRowReader({
    delimiter,
    columns: columns.length,
    needed,
    rowLength: limits.rowLength,
  });
  return { kind: 'csv', columns, delimiter, rows: rowsOf(reader, text.slice(length), pieces) };
}

async function* rowsOf(
  reader: CsvRowReader,
  start: string,
  pieces: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  try {
    const first = reader.read(start, false);
    if (first.length > 0) yield first;
    for await (const piece of pieces) {
      const rows = reader.read(piece, false);
      if (rows.length > 0) yield rows;
    }
    const rest = reader.read('', true);
    if (rest.length > 0) yield rest;
  } finally {
    await pieces.return();
  }
}
