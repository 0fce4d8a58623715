import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withinPolicies, type Count } from './scaling-measures.ts';
import type { ScalingRules } from './scaling-override.ts';

const up: ScalingRules = {
  stabilizationWindowSeconds: 0,
  policies: [
    { type: 'Percent', value: 100, periodSeconds: 4 },
    { type: 'Pods', value: 3, periodSeconds: 4 },
  ],
};
const down: ScalingRules = {
  stabilizationWindowSeconds: 15,
  policies: [{ type: 'Pods', value: 1, periodSeconds: 3 }],
};

const counts = (...pairs: readonly (readonly [number, number])[]): readonly Count[] =>
  pairs.map(([seconds, pods]) => ({ atMs: seconds * 1000, pods }));

describe('steps of an autoscaler', () => {
  it('may be as large as the larger policy allows', () => {
    assert.equal(withinPolicies(counts([0, 3], [9, 6], [13, 12]), 'up', up).holds, true);
    assert.equal(withinPolicies(counts([0, 1], [9, 4]), 'up', up).holds, true);
  });

  it('may not be larger at once', () => {
    assert.equal(withinPolicies(counts([0, 3], [9, 7]), 'up', up).holds, false);
  });

  it('may not be larger together within a period', () => {
    assert.equal(withinPolicies(counts([0, 3], [9, 6], [11, 8]), 'up', up).holds, false);
    assert.equal(withinPolicies(counts([0, 5], [9, 4], [10, 3]), 'down', down).holds, false);
    assert.equal(withinPolicies(counts([0, 5], [9, 4], [12, 3]), 'down', down).holds, true);
  });

  it('must be seen', () => {
    assert.equal(withinPolicies(counts([0, 3], [9, 6]), 'down', down).holds, false);
  });
});
