import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCsv, type CsvOptions } from './csv-reader.ts';
import type { CsvRow } from './csv-row-reader.ts';
import { readerLimits } from './reader-limits.ts';
import { heapBytes } from './test-heap.ts';

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Read =
  | { readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }
  | { readonly code: string };

async function read(text: string | Buffer, size = 1_000, options: CsvOptions = {}): Promise<Read> {
  const limits = { leastBytes: 1, mostBytes: size, ...options.limits };
  const file = await readCsv(chunksOf(Buffer.from(text), size), { ...options, limits });
  if (file.kind === 'unusable') return { code: file.code };
  const rows: CsvRow[] = [];
  for await (const batch of file.rows) rows.push(...batch);
  return { columns: file.columns, rows };
}

/** Rows as a test writes them: cells, or the code of why there are none. */
const told = (result: Read) =>
  'code' in result ? result.code : result.rows.map((row) => (row.kind === 'row' ? row.cells : row.code));

/** Less than what the smallest of the files below would take if it were held. */
const mostGrowth = 3 * 1024 * 1024;

const x = (count: number) => 'x'.repeat(count);

describe('readCsv', () => {
  const cases: readonly (readonly [
    reason: string,
    text: string | Buffer,
    rows: readonly unknown[] | string,
  ])[] = [
    [
      'CRLF',
      'a,b\r\n1,2\r\n3,4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'line ends of every kind in one file',
      'a,b\r1,2\n3,4\r\n5,6',
      [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    ['a mark of UTF-8', '\ufeffa,b\n1,2', [['1', '2']]],
    [
      'UTF-16 as Excel saves «Unicode text»',
      Buffer.from('\ufeffa\tb\r\nZoë\t2\r\n', 'utf16le'),
      [['Zoë', '2']],
    ],
    ['Windows-1252', Buffer.from('a,b\nZo\xeb,\x802', 'latin1'), [['Zoë', '€2']]],
    [
      'empty lines and rows of empty cells, which it skips',
      '\n\na,b\n\n1,2\n,\n \r\n , \n""," "\n3,4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['quotes around all', '"a","b"\n"1","2"\n', [['1', '2']]],
    ['a delimiter in quotes', 'a,b\n"1,1",2\n', [['1,1', '2']]],
    [
      'a line end in quotes',
      'a,b\n"1\n1\r\n1",2\n3,4',
      [
        ['1\n1\r\n1', '2'],
        ['3', '4'],
      ],
    ],
    ['a doubled quote', 'a,b\n"say ""hi""",""""\n', [['say "hi"', '"']]],
    ['spaces around quotes', 'a, "b"\n "1" , "2,2" \n', [['1', '2,2']]],
    ['spaces that belong to a cell', 'a,b\n 1 ,  \n', [[' 1 ', '  ']]],
    ['a quote within an unquoted cell', 'a,b\n5" pipe,x"y"\n', [['5" pipe', 'x"y"']]],
    ['a quote that should be doubled', 'a,b\n"Bob "Bo" Lee",2\n', [['Bob "Bo" Lee', '2']]],
    ['a header only', 'a,b\n', []],
    ['a header only, without its line end', 'a,b', []],
    ['one column', 'a\n1\n"2"\n', [['1'], ['2']]],
    ['a last cell that is empty', 'a,b\n1,', [['1', '']]],
    ['a row with too many cells as a verdict', 'a,b\n1,2,3\n4,5', ['ragged_row', ['4', '5']]],
    ['a row with empty cells over', 'a,b\n1,2,, \n', [['1', '2']]],
    ['a row with too few cells as a verdict', 'a,b,c\n1,2\n3,4,5', ['ragged_row', ['3', '4', '5']]],
    [
      'a row that lacks only cells of columns without a name',
      'a,b,,\n1,2\n3,4,5,6\n7',
      [['1', '2', '', ''], ['3', '4', '5', '6'], 'ragged_row'],
    ],
    ['the rows after one with U+0000', 'a,b\n1,\0\n"\0",2\n3,4', ['nul_byte', 'nul_byte', ['3', '4']]],
    ['the rows after one that is too long', `a,b\n${x(99)},2\n3,4`, ['row_too_long', ['3', '4']]],
    ['the rows after a quoted one that is too long', `a,b\n"${x(99)}",2\n3,4`, ['row_too_long', ['3', '4']]],
    ['a row that is too long and never ends', `a,b\n1,2\n${x(999)}`, [['1', '2'], 'row_too_long']],
    ['a quote left open at the end', 'a,b\n1,2\n3,"4', [['1', '2'], 'unclosed_quote']],
    ['the rows after a quote left open', 'a,b\n1,"2\n3,4\n5,6\n', ['unclosed_quote', ['3', '4'], ['5', '6']]],
    [
      'the rows after a quote left open, where a later row has quotes',
      'a,b\n1,"2\n3,4\n5,"6"\n',
      ['unclosed_quote', ['3', '4'], ['5', '6']],
    ],
    [
      'the rows after a quote left open, where all have quotes',
      '"a","b"\n"1","2\n"3","4"\n"5","6"\n',
      ['unclosed_quote', ['3', '4'], ['5', '6']],
    ],
    [
      'the rows after a quote left open, where a later cell ends in a quote',
      'a,b,c,d,e\n1,"2,3,4,5\n6,7,8,9,0\n1,2",3,4,5\n',
      ['unclosed_quote', ['6', '7', '8', '9', '0'], ['1', '2"', '3', '4', '5']],
    ],
    [
      'the rows after a quote left open, where the row would get too long',
      `a,b\n1,"2\n${'3,4\n'.repeat(30)}`,
      ['unclosed_quote', ...Array.from({ length: 30 }, () => ['3', '4'])],
    ],
    [
      'the rows within quotes that look like rows',
      'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n0,1",2\n',
      ['unclosed_quote', ['4', '5', '6'], ['7', '8', '9'], ['0', '1"', '2']],
    ],
    [
      'prose with commas within quotes',
      'a,b\n1,"Dear Ann, hello,\nall is well, and so\non, Bob"\n',
      [['1', 'Dear Ann, hello,\nall is well, and so\non, Bob']],
    ],
    [
      'each row where every one leaves a quote open',
      'a,b\n1,"2\n3,"4\n5,"6\n',
      ['unclosed_quote', 'unclosed_quote', 'unclosed_quote'],
    ],
    ['text after a closing quote as a verdict', 'a,b\n"1"1,2\n3,4', ['unclosed_quote', ['3', '4']]],
    [
      'the rows after text that follows a closing quote, where a later quote might close it',
      'a,b\n"1"1,2\n3",4\n',
      ['unclosed_quote', ['3"', '4']],
    ],
    [
      'prose in which some lines look like rows',
      'a,b,c\n1,"2\n4,5,6\n7,8,9\nx ""y""\nend",3',
      [['1', '2\n4,5,6\n7,8,9\nx "y"\nend', '3']],
    ],
    ['a name over two lines', '"a\nb",c\n1,2', [['1', '2']]],
    [
      'a quote within a name',
      'Size 5",b\n1,2\n3,"4"',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a line that tells the delimiter', 'sep=;\r\na,b;c\r\n1;2,3\r\n', [['1', '2,3']]],
    ['nothing of an empty file', '', 'empty_file'],
    ['nothing of a file of a mark only', '\ufeff', 'empty_file'],
    ['nothing of a file of empty lines', ' \n\r\n,,\n', 'empty_file'],
    ['nothing of a workbook', Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0\n', 'latin1'), 'not_text'],
    ['nothing of a file whose header leaves a quote open', 'a,"b\n1,2\n3,4\n', 'header_unreadable'],
    ['nothing of a file whose first line never ends', x(999), 'header_unreadable'],
    ['nothing of a file with too many columns', `${'a,'.repeat(20)}b\n1`, 'too_many_columns'],
  ];
  const limits = { rowLength: 90, columns: 20 };
  for (const [reason, text, rows] of cases) {
    it(`reads ${reason}`, async () => {
      for (const size of [1_000, 7, 1]) assert.deepEqual(told(await read(text, size, { limits })), rows);
    });
  }

  it('counts rows from 1, with those it cannot read and without empty ones', async () => {
    const result = await read('a,b\n\n1,2\n3\n\n4,"5\n6,7\n');
    assert.ok('rows' in result);
    assert.deepEqual(
      result.rows.map(({ row, kind }) => [row, kind]),
      [
        [1, 'row'],
        [2, 'unreadable'],
        [3, 'unreadable'],
        [4, 'row'],
      ],
    );
  });

  it('says how many cells a ragged row has', async () => {
    const result = await read('a,b\n1,2,3\n');
    assert.ok('rows' in result);
    assert.deepEqual(result.rows[0], {
      kind: 'unreadable',
      row: 1,
      code: 'ragged_row',
      detail: 'the row has 3 cells, the header 2',
    });
  });

  it('quotes nothing of a row that it cannot read', async () => {
    const secret = 'Zaphod';
    const rows = [
      `${secret},1,2`,
      `${secret},"1`,
      `${secret},\0`,
      `${secret},${x(70_000)}`,
      `"${secret}"x,1`,
    ];
    const result = await read(`a,b\n${rows.join('\n')}\n`, 1e6);
    assert.ok('rows' in result);
    assert.equal(result.rows.length, rows.length);
    for (const row of result.rows) assert.equal(row.kind, 'unreadable');
    assert.doesNotMatch(JSON.stringify(result.rows), /Zaphod|xxx/);
  });

  it('closes a file that is unusable or left early', async () => {
    let closed = 0;
    async function* file(text: string) {
      try {
        for (;;) yield Buffer.from(text);
      } finally {
        closed += 1;
      }
    }
    assert.equal((await readCsv(file(x(70_000)))).kind, 'unusable');
    assert.equal(closed, 1);
    const open = await readCsv(file('a,b\n1,2\n'));
    if (open.kind === 'csv') for await (const _ of open.rows) break;
    assert.equal(closed, 2);
  });

  it('tells the reader when the file breaks off', async () => {
    async function* broken() {
      yield Buffer.from('a,b\n1,2\n');
      throw new Error('cut off');
    }
    const file = await readCsv(broken(), { limits: { leastBytes: 1 } });
    assert.ok(file.kind === 'csv');
    await assert.rejects(Array.fromAsync(file.rows), /cut off/);
  });
});

describe('readCsv, of a million rows', () => {
  it('takes no more memory at the end than at the start, and counts every row', async () => {
    const line = (n: number) =>
      n % 100 === 0
        ? `Ann,"Lee, Ltd ${n}",ann@example.com,broken\n`
        : `Ann,${n % 3 === 0 ? '"Lee, Ltd"' : 'Lee Ltd'},ann@example.com\r\n`;
    const block = Buffer.from(Array.from({ length: 10_000 }, (_, n) => line(n)).join(''));
    async function* file() {
      yield Buffer.from('First name,Company,Email\n');
      for (let copy = 0; copy < 100; copy += 1) {
        if (copy === 10) early = heapBytes();
        yield block;
      }
      late = heapBytes();
    }
    let [early, late] = [0, 0];
    const read = await readCsv(file());
    assert.ok(read.kind === 'csv');
    const counts = { row: 0, unreadable: 0 };
    let next = 1;
    for await (const batch of read.rows) {
      for (const { kind, row } of batch) {
        assert.ok(row === next);
        next += 1;
        counts[kind] += 1;
      }
    }
    assert.deepEqual(counts, { row: 990_000, unreadable: 10_000 });
    assert.ok(late - early < mostGrowth, `${late - early} bytes`);
  });

  it('takes no more memory for a quote left open, a line without end or a file of empty lines', async () => {
    const endless = {
      'an open quote': ['a,b\n1,"', '2,3\n'],
      'a line without end': ['a,b\n', 'xyz,'],
      'empty lines before the header': ['', '\n \n,,\n'],
    };
    for (const [start, more] of Object.values(endless)) {
      const piece = Buffer.from(more!.repeat(25_000));
      async function* file() {
        yield Buffer.from(start!);
        const before = heapBytes();
        for (let n = 0; n < 60; n += 1) yield piece;
        assert.ok(heapBytes() - before < mostGrowth, `${heapBytes() - before} bytes`);
      }
      const read = await readCsv(file());
      let most = 0;
      if (read.kind === 'csv') for await (const batch of read.rows) most = Math.max(most, batch.length);
      assert.ok(most <= readerLimits.mostBytes);
    }
  });
});
