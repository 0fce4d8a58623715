import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeLooks, summed } from './looks.ts';

const run = (...metricResults: readonly { name: string; count: number; inconclusive?: number }[]) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisRun',
  metadata: { name: 'run' },
  status: { metricResults },
});

describe('the looks at a version', () => {
  const looked = summed([
    run({ name: 'latency', count: 3, inconclusive: 3 }, { name: 'heard', count: 3 }),
    run({ name: 'heard', count: 3 }, { name: 'latency', count: 3, inconclusive: 1 }),
    run(),
  ]);

  it('are counted over all steps, and those apart that say nothing', () => {
    assert.deepEqual(looked, [
      { metric: 'heard', looks: 6, few: 0 },
      { metric: 'latency', looks: 6, few: 4 },
    ]);
  });

  it('are told in a line', () => {
    assert.equal(describeLooks(looked), 'heard 6; latency 6, 4 of them at too few requests');
  });
});
