import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rewritten } from './go-rewrite.ts';

const place = { module: 'example.org/module', file: 'main.go' };

describe('a rewrite of a module', () => {
  it('changes each of the words where it stands', () => {
    const text = 'listen("0.0.0.0:%d"); ask(":%d")';
    const changes = { '"0.0.0.0:%d"': '"127.0.0.1:%d"', 'ask(":%d")': 'ask("127.0.0.1:%d")' };
    assert.equal(rewritten(text, { ...place, changes }), 'listen("127.0.0.1:%d"); ask("127.0.0.1:%d")');
  });

  it('refuses a source that no longer holds the words, or holds them twice', () => {
    const changes = { one: 'other' };
    assert.throws(() => rewritten('nothing', { ...place, changes }), /main\.go holds "one" 0 times/);
    assert.throws(() => rewritten('one one', { ...place, changes }), /2 times/);
  });
});
