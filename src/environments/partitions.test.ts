import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partitionsPerBroker, partitionsPerTopic } from './partitions.ts';
import { production } from './production.ts';

const withWorkers = (mostWorkers: number, brokers = 3) => ({
  ...production,
  application: { ...production.application, mostWorkers },
  queue: { ...production.queue, brokers },
});

describe('the partitions of a topic', () => {
  it('leave room for four times the workers', () => {
    assert.equal(partitionsPerTopic(production), 24);
    assert.equal(partitionsPerTopic(withWorkers(1)), 6);
  });

  it('are led by every broker alike', () => {
    for (const brokers of [3, 6, 9]) {
      for (const workers of [1, 5, 7, 30]) {
        assert.equal(partitionsPerTopic(withWorkers(workers, brokers)) % brokers, 0);
      }
    }
  });

  it('stand on a broker with all copies and topics', () => {
    assert.equal(partitionsPerBroker(production), (24 * 12 * 3) / 3);
  });
});
