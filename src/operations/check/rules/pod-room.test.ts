import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { staging } from '../../../environments/staging.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { breaches } from '../test-platform.ts';
import { sound, withApp } from '../test-workload.ts';
import { podRoomRules } from './pod-room.ts';

const [nodes] = podRoomRules;
assert.ok(nodes);

describe('pods-fit-nodes', () => {
  it('passes both environments', () => {
    assert.deepEqual(breaches(nodes, sound), []);
    assert.deepEqual(breaches(nodes, midcoast(staging)), []);
  });

  it('finds pods that ask for more than the nodes may be', () => {
    const planted = withApp(({ container }) => {
      container.resources = { requests: { cpu: '2500m' } };
    });
    const [breach] = breaches(nodes, planted);
    assert.equal(breach?.where, 'cluster.nodeCpuLimit');
    assert.match(breach.seen, /^pods ask for 6\d\.\d processors, 64 are allowed$/);
  });
});
