import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { warningsOf } from './api-connection.ts';

describe('warnings of an API server', () => {
  it('are the texts of its headers, several in one or in many', () => {
    assert.deepEqual(warningsOf(undefined), []);
    assert.deepEqual(warningsOf('299 - "v1beta1 is deprecated"'), ['v1beta1 is deprecated']);
    assert.deepEqual(warningsOf(['299 - "one, with a comma", 299 - "two"', '299 - "three"']), [
      'one, with a comma',
      'two',
      'three',
    ]);
  });

  it('are read with their quotes', () => {
    assert.deepEqual(warningsOf(String.raw`299 - "unknown field \"spec.a\""`), ['unknown field "spec.a"']);
  });
});
