import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest } from './suggestion.ts';

const commands = ['up', 'import', 'test', 'bench', 'doctor'];

describe('nearest', () => {
  it('finds the word behind a slip of the finger', () => {
    assert.equal(nearest('doctr', commands), 'doctor');
    assert.equal(nearest('tset', commands), 'test');
    assert.equal(nearest('IMPORT', commands), 'import');
  });

  it('takes a beginning for the whole word', () => {
    assert.equal(nearest('doc', commands), 'doctor');
  });

  it('says nothing when no word is near', () => {
    assert.equal(nearest('deploy', commands), undefined);
    assert.equal(nearest('x', commands), undefined);
  });
});
