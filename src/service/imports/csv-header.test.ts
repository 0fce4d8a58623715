import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readHeader, type CsvHeader } from './csv-header.ts';
import { readerLimits } from './reader-limits.ts';

function header(text: string): CsvHeader {
  const found = readHeader(text, true, readerLimits);
  assert.ok(found?.kind === 'header');
  return found;
}

describe('readHeader', () => {
  const cases: readonly (readonly [
    reason: string,
    text: string,
    delimiter: string,
    columns: readonly string[],
  ])[] = [
    ['commas', 'a,b,c\n', ',', ['a', 'b', 'c']],
    ['semicolons', 'a;b;c\n', ';', ['a', 'b', 'c']],
    ['tabs', 'a\tb\tc\n', '\t', ['a', 'b', 'c']],
    ['bars', 'a|b|c\n', '|', ['a', 'b', 'c']],
    [
      'the delimiter that stands more often',
      'Name (last, first);Email;Phone\n',
      ';',
      ['Name (last, first)', 'Email', 'Phone'],
    ],
    ['no delimiter that stands in quotes', '"a,b,c,d";e\n', ';', ['a,b,c,d', 'e']],
    ['no delimiter at all as one column', 'Email\n1,2', ',', ['Email']],
    ['names without the spaces around them', ' a , b \n', ',', ['a', 'b']],
    ['a name that is missing by its place', 'a,,b, \n', ',', ['a', 'Column 2', 'b', 'Column 4']],
    ['a name that is repeated with its count', 'Email,Email,Email\n', ',', ['Email', 'Email 2', 'Email 3']],
    [
      'a repeated name past one that has its count',
      'Email,Email,Email 2\n',
      ',',
      ['Email', 'Email 3', 'Email 2'],
    ],
  ];
  for (const [reason, text, delimiter, columns] of cases) {
    it(`takes ${reason}`, () => {
      const found = header(text);
      assert.equal(found.delimiter, delimiter);
      assert.deepEqual(found.columns, columns);
    });
  }

  it('waits for the whole first line, and no longer', () => {
    assert.equal(readHeader('a,b', false, readerLimits), undefined);
    assert.equal(readHeader('a,"b\n', false, readerLimits), undefined);
    assert.equal(readHeader('a,b\n', false, readerLimits)?.kind, 'header');
  });

  it('says how many columns a file may have', () => {
    const found = readHeader('a,b,c\n', true, { ...readerLimits, columns: 2 });
    assert.ok(found?.kind === 'unusable');
    assert.equal(found.detail, 'the file has 3 columns, and may have 2');
  });
});
