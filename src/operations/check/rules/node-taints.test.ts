import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, plantedPlatform } from '../test-platform.ts';
import { nodeTaintRules } from './node-taints.ts';

const [tolerated] = nodeTaintRules;
assert.ok(tolerated);

const group = { taint: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NO_SCHEDULE' }] };

function found(name: string, settings?: object, nodes: object = group) {
  const platform = plantedPlatform({
    'aws_eks_node_group.n': { ...nodes },
    'aws_eks_addon.a': {
      addon_name: name,
      ...(settings && { configuration_values: JSON.stringify(settings) }),
    },
  });
  return breaches(tolerated!, platform).map(({ seen }) => seen);
}

const missing = ['its pods do not tolerate CriticalAddonsOnly of aws_eks_node_group.n'];

describe('system-nodes-take-add-ons', () => {
  it('passes what tolerates the taint by itself, or was told to', () => {
    assert.deepEqual(found('coredns'), []);
    assert.deepEqual(found('vpc-cni'), []);
    const exists = { key: 'CriticalAddonsOnly', operator: 'Exists' };
    const equal = { key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' };
    for (const toleration of [exists, equal, { operator: 'Exists' }]) {
      assert.deepEqual(found('metrics-server', { tolerations: [toleration] }), []);
    }
  });

  it('finds metrics-server as it comes, an add-on that nobody knows, and settings that take a toleration away', () => {
    assert.deepEqual(found('metrics-server'), missing);
    assert.deepEqual(found('unheard-of'), missing);
    assert.deepEqual(found('coredns', { tolerations: [] }), missing);
    assert.deepEqual(found('aws-ebs-csi-driver', { controller: { tolerations: [] } }), missing);
  });

  it('finds a toleration of another value or another effect', () => {
    const toleration = { key: 'CriticalAddonsOnly', value: 'yes' };
    assert.deepEqual(found('metrics-server', { tolerations: [toleration] }), missing);
    const executing = { key: 'CriticalAddonsOnly', operator: 'Exists', effect: 'NoExecute' };
    assert.deepEqual(found('metrics-server', { tolerations: [executing] }), missing);
  });

  it('lets a taint be that only prefers', () => {
    const preferring = { taint: [{ key: 'slow', value: 'true', effect: 'PREFER_NO_SCHEDULE' }] };
    assert.deepEqual(found('metrics-server', undefined, preferring), []);
  });
});
