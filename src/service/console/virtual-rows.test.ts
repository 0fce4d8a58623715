import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { segmentsOf } from './virtual-rows.ts';

const view = (top: number) => ({ top, height: 400, rowHeight: 40 });

const total = (segments: ReturnType<typeof segmentsOf>) =>
  segments.reduce((sum, each) => sum + (each.is === 'room' ? each.rows : each.to - each.from), 0);

describe('segmentsOf', () => {
  it('puts only what is seen, and a little beyond, into the page', () => {
    assert.deepEqual(segmentsOf(10_000, view(0), null), [
      { is: 'rows', from: 0, to: 18 },
      { is: 'room', rows: 9_982, at: 18 },
    ]);
    assert.deepEqual(segmentsOf(10_000, view(4_000), null), [
      { is: 'room', rows: 92, at: 0 },
      { is: 'rows', from: 92, to: 118 },
      { is: 'room', rows: 9_882, at: 118 },
    ]);
  });

  it('keeps the focused row in the page when it is scrolled away', () => {
    assert.deepEqual(segmentsOf(10_000, view(4_000), 3), [
      { is: 'room', rows: 3, at: 0 },
      { is: 'rows', from: 3, to: 4 },
      { is: 'room', rows: 88, at: 4 },
      { is: 'rows', from: 92, to: 118 },
      { is: 'room', rows: 9_882, at: 118 },
    ]);
  });

  it('never changes the height of the list', () => {
    for (const count of [0, 1, 21, 500, 10_000]) {
      for (const top of [-900, 0, 39, 7_777, 500_000]) {
        for (const focused of [null, 0, 120, 9_999]) {
          assert.equal(total(segmentsOf(count, view(top), focused)), count);
        }
      }
    }
  });
});
