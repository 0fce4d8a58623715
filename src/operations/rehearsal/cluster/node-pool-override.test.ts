import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { unmet, withSimulatedNodes, type NodePool } from './node-pool-override.ts';

const generated = (midcoast(production).manifests['node-scaling'] ?? []).find(
  ({ kind }) => kind === 'NodePool',
) as NodePool;

describe('the pool of simulated nodes', () => {
  const pool = withSimulatedNodes(generated);

  it('has the requirements, limits and budgets of the generated one', () => {
    assert.deepEqual(pool.spec.template.spec.requirements, generated.spec.template.spec.requirements);
    assert.deepEqual(pool.spec.limits, generated.spec.limits);
    assert.deepEqual(pool.spec.disruption, { ...generated.spec.disruption, consolidateAfter: '15s' });
  });

  it('differs in class, taints and name alone beside that', () => {
    const { nodeClassRef, taints, ...rest } = pool.spec.template.spec;
    const { nodeClassRef: _, ...before } = generated.spec.template.spec;
    assert.deepEqual(rest, before);
    assert.deepEqual([nodeClassRef, taints].map(Boolean), [true, true]);
    assert.deepEqual({ ...pool.metadata, name: generated.metadata.name }, generated.metadata);
  });
});

describe('the requirements of a pool', () => {
  const { requirements } = generated.spec.template.spec;
  const node = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'karpenter.sh/capacity-type': 'on-demand',
    'karpenter.k8s.aws/instance-category': 'c',
    'karpenter.k8s.aws/instance-generation': '7',
    'karpenter.k8s.aws/instance-cpu': '8',
  };

  it('are met by a node that fulfils all', () => {
    assert.deepEqual(unmet(requirements, node), []);
  });

  it('are each missed by name', () => {
    for (const [key, value] of Object.entries({
      'karpenter.sh/capacity-type': 'spot',
      'karpenter.k8s.aws/instance-generation': '5',
      'karpenter.k8s.aws/instance-cpu': '16',
    })) {
      assert.deepEqual(
        unmet(requirements, { ...node, [key]: value }).map((text) => text.split(' ')[0]),
        [key],
      );
    }
    assert.equal(unmet(requirements, {}).length, requirements.length);
  });
});
