import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, median, type Round } from './ratios.ts';

function round(single: number, pgbench: number): Round {
  return {
    rates: { pgbench, single, naive: single / 4, noDatabase: single * 2, bulk: pgbench * 6 },
    lonely: { pgbench: 1, single: 2 },
    halfRate: { perSecond: single / 2, p99: 10, fdatasync: 1, fdatasyncP99: 5, quietFdatasync: 0.5 },
  };
}

describe('judge', () => {
  it('takes the median of the ratios inside each round, so that a slow round spoils nothing', () => {
    const judged = judge([round(1500, 1000), round(150, 100), round(12_000, 10_000)]);
    assert.equal(judged.find(({ name }) => name === 'pgbench')?.value, 1.5);
  });

  it('says which goals are met: at least for rates, at most for waiting', () => {
    const met = Object.fromEntries(judge([round(1400, 1000)]).map((ratio) => [ratio.name, ratio.met]));
    assert.deepEqual(met, {
      pgbench: true,
      naive: true,
      noDatabase: true,
      bulk: true,
      lonely: false,
      p99: true,
    });
    assert.equal(judge([round(1200, 1000)])[0]?.met, false);
  });
});

describe('median', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.ok(Number.isNaN(median([])));
  });
});
