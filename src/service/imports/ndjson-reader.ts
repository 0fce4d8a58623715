import { readerLimits, type ReaderLimits } from './reader-limits.ts';
import { decodeText, type TextEncoding } from './text-encoding.ts';
import { unreadableRow, type UnreadableRow } from './unreadable-row.ts';
import { unusableFile, type UnusableFile } from './unusable-file.ts';

/** A line of an NDJSON file: the object on it, or why there is none. */
export type NdjsonRow =
  | { readonly kind: 'row'; readonly row: number; readonly value: Readonly<Record<string, unknown>> }
  | UnreadableRow;

export type NdjsonFile = {
  readonly kind: 'ndjson';
  /** The rows in their order, a batch for each piece that was read. Once only. */
  readonly rows: AsyncIterable<readonly NdjsonRow[]>;
};

export type NdjsonOptions = { readonly encoding?: TextEncoding; readonly limits?: Partial<ReaderLimits> };

/**
 * Reads JSON objects, one a line, as they come and in constant memory: https://github.com/ndjson/ndjson-spec.
 * Rows count from 1; empty lines are not counted. Nothing throws but `chunks` itself, which is closed as by
 * `readCsv`.
 */
export async function readNdjson(
  chunks: AsyncIterable<Uint8Array>,
  options: NdjsonOptions = {},
): Promise<NdjsonFile | UnusableFile> {
  const limits = { ...readerLimits, ...options.limits };
  const batches = rowsOf(decodeText(chunks, options.encoding, limits), new LineReader(limits.rowLength));
  const first = await batches.next();
  return first.done === true
    ? unusableFile('empty_file')
    : { kind: 'ndjson', rows: after(first.value, batches) };
}

type Batches = AsyncGenerator<readonly NdjsonRow[], void, undefined>;

async function* after(first: readonly NdjsonRow[], batches: Batches): Batches {
  try {
    yield first;
    yield* batches;
  } finally {
    await batches.return();
  }
}

async function* rowsOf(pieces: AsyncIterable<string>, reader: LineReader): Batches {
  for await (const piece of pieces) {
    const rows = reader.read(piece);
    if (rows.length > 0) yield rows;
  }
  const rest = reader.read('\n');
  if (rest.length > 0) yield rest;
}

class LineReader {
  readonly #rowLength: number;
  #rest = '';
  #row = 0;
  /** Within a line that is too long already. */
  #skipping = false;

  constructor(rowLength: number) {
    this.#rowLength = rowLength;
  }

  read(piece: string): readonly NdjsonRow[] {
    const lines = (this.#rest + piece).split('\n');
    const rest = lines.pop() ?? '';
    const rows: NdjsonRow[] = [];
    for (const line of lines) {
      if (!this.#skipping && line.trim() !== '') rows.push(this.#rowOf(line));
      this.#skipping = false;
    }
    const tooLong = rest.length > this.#rowLength;
    if (tooLong && !this.#skipping) rows.push(unreadableRow((this.#row += 1), 'row_too_long'));
    this.#skipping ||= tooLong;
    this.#rest = this.#skipping ? '' : rest;
    return rows;
  }

  #rowOf(line: string): NdjsonRow {
    const row = (this.#row += 1);
    if (line.length > this.#rowLength) return unreadableRow(row, 'row_too_long');
    try {
      const value: unknown = JSON.parse(line);
      return isObject(value) ? { kind: 'row', row, value } : unreadableRow(row, 'not_an_object');
    } catch {
      // What JSON.parse says quotes the line.
      return unreadableRow(row, 'bad_json');
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
