import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partFullName } from './columns-full-name.ts';

describe('partFullName', () => {
  const cases: readonly (readonly [
    name: string,
    firstName: string | undefined,
    lastName: string | undefined,
  ])[] = [
    ['Ann Lee', 'Ann', 'Lee'],
    ['  Mary   Ann Smith ', 'Mary Ann', 'Smith'],
    ['Lee, Ann', 'Ann', 'Lee'],
    ['de la Cruz, Ana María', 'Ana María', 'de la Cruz'],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
    ['Jan Van der Berg', 'Jan', 'Van der Berg'],
    ['Van Morrison', 'Van', 'Morrison'],
    ['Prince', 'Prince', undefined],
    ['Lee,', undefined, 'Lee'],
    ['', undefined, undefined],
  ];
  for (const [name, firstName, lastName] of cases) {
    it(`parts «${name}»`, () => {
      const found = partFullName(name);
      assert.deepEqual([found.firstName, found.lastName], [firstName, lastName]);
    });
  }
});
