import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { places, plantedPlatform } from '../test-platform.ts';
import { subnetRoomRules } from './subnet-room.ts';

const [room] = subnetRoomRules;
assert.ok(room);

const few = { MINIMUM_IP_TARGET: '6', WARM_IP_TARGET: '2' };

function planted(bits: number, environment = {}, env: object = few) {
  const zones = [1, 2, 3];
  return plantedPlatform(
    {
      ...Object.fromEntries(
        zones.map((zone) => [`aws_subnet.p${zone}`, { cidr_block: `10.0.${zone}.0/${bits}` }]),
      ),
      'aws_eks_addon.cni': { addon_name: 'vpc-cni', configuration_values: JSON.stringify({ env }) },
      'aws_eks_node_group.g': { subnet_ids: zones.map((zone) => `\${aws_subnet.p${zone}.id}`) },
    },
    {},
    environment,
  );
}

describe('subnets-hold-the-pods', () => {
  it('passes the guide’s ranges at production’s scale', () => {
    assert.deepEqual(places(room, planted(24)), []);
  });

  it('finds that each node keeps a whole interface to spare', () => {
    assert.equal(places(room, planted(24, {}, {})).length, 1);
    assert.equal(places(room, planted(24, {}, { ...few, WARM_IP_TARGET: '12' })).length, 1);
  });

  it('finds ranges that are too narrow, and too many pods for the guide’s', () => {
    assert.equal(places(room, planted(26)).length, 1);
    const application = { ...production.application, mostPods: 200 };
    assert.equal(places(room, planted(24, { application })).length, 1);
  });
});
