import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Latency } from './latency.ts';

describe('Latency', () => {
  it('gives the percentiles of what it took, in milliseconds', () => {
    const latency = new Latency();
    for (let n = 1; n <= 1000; n += 1) latency.record(n / 10);
    const summary = latency.summary();
    assert.equal(summary.count, 1000);
    near(summary.p50, 50);
    near(summary.p90, 90);
    near(summary.p99, 99);
    near(summary.p999, 99.9);
    near(summary.mean, 50.05);
    near(summary.most, 100);
  });

  it('shows the one slow answer among many fast ones', () => {
    const latency = new Latency();
    for (let n = 0; n < 99; n += 1) latency.record(1);
    latency.record(2000);
    near(latency.summary().p50, 1);
    near(latency.summary().most, 2000);
  });

  it('is all zero before the first answer', () => {
    assert.deepEqual(latencyValues(new Latency()), [0, 0, 0, 0, 0, 0, 0]);
  });
});

function latencyValues(latency: Latency): number[] {
  return Object.values(latency.summary());
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= expected * 0.002, `${actual} is not about ${expected}`);
}
