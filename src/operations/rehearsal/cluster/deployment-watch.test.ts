import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measuresOf } from './deployment-watch.ts';

const deployment = {
  spec: { replicas: 3, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
} as const;

const broken = (worst: Parameters<typeof measuresOf>[1]) =>
  measuresOf(deployment, worst)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);

describe('the limits of a rollout', () => {
  it('hold at one pod more and none less', () => {
    assert.deepEqual(broken({ most: 4, least: 3, changes: 20 }), []);
  });

  it('are broken by a pod too many, a pod too few, and by a watch that saw nothing', () => {
    assert.deepEqual(broken({ most: 5, least: 3, changes: 20 }), ['pods at once']);
    assert.deepEqual(broken({ most: 4, least: 2, changes: 20 }), ['pods available']);
    assert.deepEqual(broken({ most: 3, least: 3, changes: 0 }), ['changes watched']);
  });
});
