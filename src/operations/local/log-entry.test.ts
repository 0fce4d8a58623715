import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLogEntry } from './log-entry.ts';

describe('readLogEntry', () => {
  it('makes one line of an entry, with the error’s words and the facts', () => {
    const line = JSON.stringify({
      level: 'error',
      time: '2026-11-23T20:00:00Z',
      process: 'app',
      err: { message: 'connect\n  refused', stack: 'Error: …' },
      route: '/v1/leads',
      msg: 'cannot commit',
    });
    assert.deepEqual(readLogEntry(line), {
      level: 'error',
      text: 'cannot commit: connect refused  route=/v1/leads',
    });
  });

  it('passes over what is no entry', () => {
    for (const line of ['', 'listening', '{', '{"apiKey":"x"}', '{"level":30}']) {
      assert.equal(readLogEntry(line), undefined, line);
    }
  });
});
