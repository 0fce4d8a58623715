import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from './decision.ts';
import { expectNew } from './newness.ts';

const accepted: Outcome = { kind: 'accepted', id: '', score: 0, reasons: [], n: 0n };
const mismatch: Outcome = { kind: 'mismatch' };
const batch = (size: number, repeats: number) =>
  Array.from({ length: size }, (_, place) => (place < repeats ? mismatch : accepted));

describe('whether a batch is likely to be all new', () => {
  it('is taken for granted at first, and while nothing repeats', () => {
    const newness = expectNew();
    for (let turn = 0; turn < 100; turn += 1) newness.saw(batch(100, 0));
    assert.equal(newness.isLikely(256), true);
  });

  it('depends on its size where some leads repeat', () => {
    const newness = expectNew();
    for (let turn = 0; turn < 100; turn += 1) newness.saw(batch(100, 5));
    assert.equal(newness.isLikely(1), true);
    assert.equal(newness.isLikely(100), false);
  });

  it('is learnt anew when times change', () => {
    const newness = expectNew();
    newness.saw(batch(1_000, 1_000));
    assert.equal(newness.isLikely(1), false);
    for (let turn = 0; turn < 100; turn += 1) newness.saw(batch(100, 0));
    assert.equal(newness.isLikely(100), true);
  });
});
