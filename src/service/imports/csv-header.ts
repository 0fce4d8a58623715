import { CsvRowReader } from './csv-row-reader.ts';
import type { ReaderLimits } from './reader-limits.ts';
import { unusableFile, type UnusableFile } from './unusable-file.ts';

/** Delimiters that files have, in the order in which they are preferred where a header has as many of each. */
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export type CsvHeader = {
  readonly kind: 'header';
  readonly delimiter: Delimiter;
  /** Names of the columns: each is given once. */
  readonly columns: readonly string[];
  /** Cells up to the last column that has a name. */
  readonly needed: number;
  /** Characters up to the end of the header. */
  readonly length: number;
};

/** Takes away the empty lines that a file begins with. */
export function withoutBlankLines(text: string): string {
  const hint = separatorLine.exec(text)?.[0] ?? '';
  return hint + text.slice(hint.length).replace(blankLines, '');
}

/**
 * Reads the header at the beginning of a file without blank lines: its first line. Undefined where more text is
 * needed. A line «sep=;» before it, as Excel writes it, tells the delimiter; otherwise the one that stands most
 * often in the header outside quotes is it.
 */
export function readHeader(
  text: string,
  last: boolean,
  limits: ReaderLimits,
  given?: Delimiter,
): CsvHeader | UnusableFile | undefined {
  const hint = separatorLine.exec(text);
  const delimiter = given ?? (hint?.[1] as Delimiter | undefined);
  const start = hint?.[0].length ?? 0;
  const ended = [lineEnd, quotedEnd].map((endOf) => endOf(text, start));
  for (const end of ended) {
    if (end === text.length && !last) {
      return text.length - start > limits.rowLength ? unusableFile('header_unreadable') : undefined;
    }
    const header = headerOf(text.slice(start, end), delimiter, end, limits);
    // A quote may be open at the end of the line: then a name goes on in the next.
    if (header.kind === 'header' || header.code !== 'header_unreadable') return header;
  }
  return unusableFile('header_unreadable');
}

function headerOf(
  record: string,
  given: Delimiter | undefined,
  length: number,
  limits: ReaderLimits,
): CsvHeader | UnusableFile {
  if (controlCode.test(record)) return unusableFile('not_text');
  const delimiter = given ?? commonest(record);
  const [row, more] = new CsvRowReader({ delimiter, rowLength: limits.rowLength }).read(record, true);
  if (row === undefined) return unusableFile('empty_file');
  if (row.kind === 'unreadable' || more !== undefined) return unusableFile('header_unreadable');
  const { cells } = row;
  if (cells.length > limits.columns) {
    const detail = `the file has ${cells.length} columns, and may have ${limits.columns}`;
    return unusableFile('too_many_columns', detail);
  }
  const needed = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  return { kind: 'header', delimiter, columns: namesOf(cells), needed, length };
}

const separatorLine = /^\s*"?sep=([,;\t|])"?[ \t]*(?:\r\n|\r|\n)/i;
const blankLines = /^(?:[ \t,;|]*[\r\n])*/;

/** What no line of text holds: a workbook, an archive or a picture does. */
// oxlint-disable-next-line no-control-regex
const controlCode = /[\0-\x08\x0e-\x1f]/;

function lineEnd(text: string, from: number): number {
  const length = text.slice(from).search(/[\r\n]/);
  return length === -1 ? text.length : from + length;
}

/** The first line end outside quotes. */
function quotedEnd(text: string, from: number): number {
  const sign = /["\r\n]/g;
  sign.lastIndex = from;
  let quoted = false;
  for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
    if (found[0] === '"') quoted = !quoted;
    else if (!quoted) return found.index;
  }
  return text.length;
}

function commonest(record: string): Delimiter {
  const unquoted = record.replaceAll(/"[^"]*"?/g, '');
  const counts = delimiters.map((delimiter) => unquoted.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Names a column without one by its place; of equal names the second is «Email 2», the third «Email 3». */
function namesOf(cells: readonly string[]): string[] {
  const given = cells.map((cell, place) => cell.trim() || `Column ${place + 1}`);
  const taken = new Set(given);
  const seen = new Set<string>();
  return given.map((name) => {
    let own = name;
    for (let count = 2; seen.has(own) || (own !== name && taken.has(own)); count += 1)
      own = `${name} ${count}`;
    seen.add(own);
    return own;
  });
}
