import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { orderedId } from './ordered-id.ts';

describe('orderedId', () => {
  it('gives a UUIDv7 of this moment', () => {
    const before = Date.now();
    const id = orderedId();
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const moment = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    assert.ok(moment >= before && moment <= Date.now() + 1);
  });

  it('grows with every id, also within a millisecond', () => {
    const ids = Array.from({ length: 200_000 }, orderedId);
    assert.deepEqual(ids, ids.toSorted());
    assert.equal(new Set(ids).size, ids.length);
  });

  it('grows when the clock is set back', (test) => {
    test.mock.timers.enable({ apis: ['Date'], now: Date.now() + 5_000 });
    const ahead = orderedId();
    test.mock.timers.reset();
    const later = Array.from({ length: 1_000 }, orderedId);
    assert.ok(later.every((id) => id > ahead));
    assert.deepEqual(later, later.toSorted());
  });

  it('shares no chance with the id before', () => {
    const ends = Array.from({ length: 10_000 }, () => orderedId().slice(-8));
    assert.ok(new Set(ends).size > 9_990);
  });
});
