import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { INodePool } from '@kubernetes-models/karpenter/karpenter.sh/v1/NodePool';
import { breaches } from '../test-platform.ts';
import { withObject } from '../test-workload.ts';
import { karpenterNodeRules } from './karpenter-nodes.ts';

const [, limited] = karpenterNodeRules;
assert.ok(limited);

/** Production with nodes that AWS may take back, kept for whoever tolerates `taints`. */
function seen(taints: INodePool['spec']['template']['spec']['taints']): readonly string[] {
  const spoilt = withObject<INodePool>('NodePool', 'midcoast', ({ spec: { template } }) => {
    const capacity = template.spec.requirements.find(({ key }) => key === 'karpenter.sh/capacity-type');
    Object.assign(capacity ?? {}, { values: ['spot'] });
    Object.assign(template.spec, { taints });
  });
  return breaches(limited as NonNullable<typeof limited>, spoilt).map((breach) => breach.seen);
}

describe('started-nodes-are-limited', () => {
  it('finds what serves on nodes that AWS may take back, by name', () => {
    assert.deepEqual(seen([]), [
      'lets Deployment midcoast/midcoast-app run on nodes that AWS may take back',
      'lets Deployment midcoast/midcoast-gateway run on nodes that AWS may take back',
    ]);
    assert.equal(seen([{ key: 'midcoast/spot', effect: 'PreferNoSchedule' }]).length, 2);
  });

  it('allows such nodes where a taint keeps what serves away', () => {
    assert.deepEqual(seen([{ key: 'midcoast/spot', effect: 'NoSchedule' }]), []);
  });
});
