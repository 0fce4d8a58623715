import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { delimiters, type Delimiter } from './csv-header.ts';
import { readCsv } from './csv-reader.ts';
import type { CsvRow } from './csv-row-reader.ts';

async function* cutAt(bytes: Uint8Array, sizes: readonly number[]) {
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function rowsOf(
  bytes: Uint8Array,
  sizes: readonly number[],
  delimiter?: Delimiter,
  rowLength = 1_000,
): Promise<CsvRow[]> {
  const file = await readCsv(cutAt(bytes, sizes), {
    ...(delimiter === undefined ? {} : { delimiter }),
    limits: { leastBytes: 1, mostBytes: 1e6, rowLength },
  });
  return file.kind === 'csv' ? (await Array.fromAsync(file.rows)).flat() : [];
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const lineEnd = fc.constantFrom('\n', '\r', '\r\n');

/** Cells with all that a CSV writer must take care of. */
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '"',
      '""',
      ',',
      ';',
      '\t',
      '|',
      'a"b',
      '"a"',
      ' "',
      'a\nb',
      'a\r\nb',
      '\n',
      '=1',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom('a', '"', ',', ';', '\t', '|', '\n', ' '), { maxLength: 8 })
      .map((signs) => signs.join('')),
  },
);

type Table = {
  readonly width: number;
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: Delimiter;
  readonly lineEnds: readonly string[];
  readonly quoteAll: boolean;
};

const table: fc.Arbitrary<Table> = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }),
    delimiter: fc.constantFrom(...delimiters),
    lineEnds: fc.array(lineEnd, { minLength: 1, maxLength: 3 }),
    quoteAll: fc.boolean(),
  }),
);

/** A correct writer of CSV, of the many kinds that there are. */
function written({ width, rows, delimiter, lineEnds, quoteAll }: Table): string {
  const names = Array.from({ length: width }, (_, place) => `c${place}`);
  const cellOf = (text: string) =>
    quoteAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return [names, ...rows]
    .map((cells, n) => cells.map(cellOf).join(delimiter) + lineEnds[n % lineEnds.length])
    .join('');
}

/** Lines within a cell that might be rows are taken for rows: the price of finding an open quote. */
const mightBeRows = ({ rows, delimiter }: Table) =>
  rows.flat().some((text) => text.split(/[\r\n]/).length > 2 && text.includes(delimiter));

describe('CsvRowReader', () => {
  it('gives back any table that a correct writer wrote, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        table.filter((given) => !mightBeRows(given)),
        sizes,
        fc.constantFrom('utf8' as const, 'utf16le' as const),
        async (given, cuts, encoding) => {
          const bytes = Buffer.from(`\ufeff${written(given)}`, encoding);
          const rows = await rowsOf(bytes, cuts, given.delimiter);
          const expected = given.rows.filter((cells) => cells.some((text) => text.trim() !== ''));
          assert.deepEqual(
            rows,
            expected.map((cells, n) => ({ kind: 'row', row: n + 1, cells })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds the delimiter of any table with two columns or more', async () => {
    await fc.assert(
      fc.asyncProperty(
        table.filter((given) => given.width > 1),
        async (given) => {
          const file = await readCsv(cutAt(Buffer.from(written(given)), [1e6]));
          assert.equal(file.kind === 'csv' && file.delimiter, given.delimiter);
        },
      ),
      { numRuns: 100 },
    );
  });

  const sign = fc.constantFrom('"', '"', '""', ',', ',', 'a', ' ', '\t', '"a,b"');
  const line = fc.tuple(fc.array(sign, { maxLength: 5 }), fc.array(sign, { maxLength: 5 }));

  it('loses no line of a damaged file: each is in a cell or is a verdict of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, lineEnd), { maxLength: 12 }), sizes, async (lines, cuts) => {
        const text = lines
          .map(([[before, after], end], n) => `${before.join('')}<${n}>${after.join('')}${end}`)
          .join('');
        const rows = await rowsOf(Buffer.from(`a,b,c\n${text}`), cuts, ',');
        const read = rows.flatMap((row) => (row.kind === 'row' ? row.cells : [])).join('');
        const missing = lines.filter((_, n) => !read.includes(`<${n}>`)).length;
        assert.equal(rows.filter((row) => row.kind === 'unreadable').length, missing);
        assert.deepEqual(
          rows.map(({ row }) => row),
          rows.map((_, n) => n + 1),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('reads a damaged file the same, wherever it is cut and with rows that are too long', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, lineEnd), { maxLength: 12 }), sizes, async (lines, cuts) => {
        const text = lines
          .map(([[before, after], end]) => `${before.join('')}x${after.join('')}${end}`)
          .join('');
        const bytes = Buffer.from(`a,b,c\n${text}`);
        assert.deepEqual(await rowsOf(bytes, cuts, ',', 15), await rowsOf(bytes, [1e6], ',', 15));
      }),
      { numRuns: 300 },
    );
  });

  it('throws at no bytes whatever, and counts the rows without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), sizes, async (bytes, cuts) => {
        const file = Buffer.concat([Buffer.from('a,b\n'), bytes]);
        const rows = await rowsOf(file, cuts);
        assert.deepEqual(
          rows.map(({ row }) => row),
          rows.map((_, n) => n + 1),
        );
        assert.deepEqual(rows, await rowsOf(file, [1e6]));
        await rowsOf(bytes, cuts);
      }),
      { numRuns: 300 },
    );
  });
});
