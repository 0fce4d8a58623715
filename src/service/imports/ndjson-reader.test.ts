import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readNdjson, type NdjsonRow } from './ndjson-reader.ts';
import { heapBytes } from './test-heap.ts';

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Buffer, size = 1_000, rowLength = 50): Promise<NdjsonRow[]> {
  const file = await readNdjson(chunksOf(Buffer.from(text), size), {
    limits: { rowLength, leastBytes: 1, mostBytes: size },
  });
  assert.equal(file.kind, 'ndjson');
  const rows: NdjsonRow[] = [];
  if (file.kind === 'ndjson') for await (const batch of file.rows) rows.push(...batch);
  return rows;
}

const told = (rows: readonly NdjsonRow[]) => rows.map((row) => (row.kind === 'row' ? row.value : row.code));

describe('readNdjson', () => {
  const cases: readonly (readonly [reason: string, text: string | Buffer, rows: readonly unknown[]])[] = [
    ['an object a line', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['a last line without its end', '{"a":1}', [{ a: 1 }]],
    ['CRLF and a mark', '\ufeff{"a":1}\r\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['UTF-16', Buffer.from('\ufeff{"a":"ë"}\n', 'utf16le'), [{ a: 'ë' }]],
    ['empty lines, which it skips', '\n{"a":1}\n \r\n\n{"a":2}\n\n', [{ a: 1 }, { a: 2 }]],
    ['the lines after one that is not JSON', '{"a":1}\n{"a":\n{"a":3}\n', [{ a: 1 }, 'bad_json', { a: 3 }]],
    ['the lines after one with U+0000', '{"a":"\0"}\n{"a":2}\n', ['bad_json', { a: 2 }]],
    [
      'the lines after ones that are no object',
      '[1]\nnull\n"a"\n7\n{"a":5}',
      [...Array(4).fill('not_an_object'), { a: 5 }],
    ],
    [
      'the lines after one that is too long',
      `{"a":"${'x'.repeat(99)}"}\n{"a":2}\n`,
      ['row_too_long', { a: 2 }],
    ],
    ['a line that is too long and never ends', `{"a":1}\n${'x'.repeat(999)}`, [{ a: 1 }, 'row_too_long']],
  ];
  for (const [reason, text, rows] of cases) {
    it(`reads ${reason}`, async () => {
      for (const size of [1_000, 60, 7, 1]) assert.deepEqual(told(await read(text, size)), rows);
    });
  }

  it('counts every line that is not empty once, from 1', async () => {
    const rows = await read('{"a":1}\n\nno\n{"a":3}\n');
    assert.deepEqual(
      rows.map(({ row }) => row),
      [1, 2, 3],
    );
  });

  it('says of an empty file that it is empty', async () => {
    for (const text of ['', '\ufeff', '\n \n']) {
      assert.deepEqual(
        await readNdjson(chunksOf(Buffer.from(text), 9)).then(
          (file) => file.kind === 'unusable' && file.code,
        ),
        'empty_file',
      );
    }
  });

  it('takes no more memory for a line that never ends', async () => {
    const piece = Buffer.alloc(60_000, 'x');
    async function* file() {
      yield Buffer.from('{"a":1}\n');
      for (let n = 0; n < 200; n += 1) yield piece;
      assert.ok(heapBytes() - before < 3 * 1024 * 1024);
    }
    const before = heapBytes();
    const lines = await readNdjson(file());
    assert.ok(lines.kind === 'ndjson');
    assert.deepEqual(told((await Array.fromAsync(lines.rows)).flat()), [{ a: 1 }, 'row_too_long']);
  });

  it('quotes nothing of a line that it cannot read', async () => {
    const [row] = await read('ann@example.com\n');
    assert.equal(row?.kind, 'unreadable');
    assert.doesNotMatch(JSON.stringify(row), /ann|example/);
  });

  it('gives back any objects, cut anywhere', async () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 40 }), async (given, size) => {
        const lines = given.map((value) => JSON.stringify(value));
        const rows = await read(`${lines.join('\n')}\n`, size, 1e6);
        assert.deepEqual(
          told(rows),
          lines.map((line) => JSON.parse(line) as unknown),
        );
      }),
      { numRuns: 100 },
    );
  });
});
