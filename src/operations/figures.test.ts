import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatAmount, formatBytes, formatCount, formatDuration } from './figures.ts';

describe('figures', () => {
  it('read as people write them', () => {
    assert.equal(formatCount(1234567), '1,234,567');
    assert.equal(formatCount(1.25, 1), '1.3');
    assert.equal(formatAmount(1, 'file'), '1 file');
    assert.equal(formatAmount(2, 'batch', 'batches'), '2 batches');
  });

  it('give bytes in the unit that leaves few digits', () => {
    assert.deepEqual([0, 512, 1024, 3.4 * 1024 ** 2, 250 * 1024 ** 3].map(formatBytes), [
      '0 B',
      '512 B',
      '1.0 KiB',
      '3.4 MiB',
      '250 GiB',
    ]);
  });

  it('give time in the unit that fits, and never sixty of one', () => {
    assert.deepEqual([0.0124, 0.9996, 3.44, 59.96, 125, 3720].map(formatDuration), [
      '12 ms',
      '1.0 s',
      '3.4 s',
      '1 min 0 s',
      '2 min 5 s',
      '1 h 2 min',
    ]);
  });
});
