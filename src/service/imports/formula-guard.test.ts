import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { safeCell } from './formula-guard.ts';

describe('safeCell', () => {
  const cases: readonly (readonly [reason: string, text: string, cell: string])[] = [
    ['plain text as it is', 'accepted', 'accepted'],
    ['nothing as nothing', '', ''],
    ['a minus within a text as it is', 'a-b', 'a-b'],
    ['an equals sign at the start with an apostrophe', '=1+1', "'=1+1"],
    ['a plus at the start with an apostrophe', '+12025550143', "'+12025550143"],
    ['a minus at the start with an apostrophe', '-1', "'-1"],
    ['an at sign at the start with an apostrophe', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab at the start with an apostrophe, quoted', '\t=1', `"'\t'=1"`],
    ['a return at the start with an apostrophe, quoted', '\r=1', `"'\r'=1"`],
    ['a full-width equals sign with an apostrophe', '＝1', "'＝1"],
    ['a formula after spaces with an apostrophe, quoted', ' =1', `" '=1"`],
    ['a formula where a program might split at the semicolon', 'a;=1', `"a;'=1"`],
    ['a formula on a second line', 'a\n=1', `"a\n'=1"`],
    ['a comma in quotes', 'a,b', '"a,b"'],
    ['a quote doubled', 'say "hi"', '"say ""hi"""'],
    ['a formula with a quote, guarded and doubled', '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ];
  for (const [reason, text, cell] of cases) it(`writes ${reason}`, () => assert.equal(safeCell(text), cell));
});
