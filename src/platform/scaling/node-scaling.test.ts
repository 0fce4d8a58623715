import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IEC2NodeClass } from '@kubernetes-models/karpenter/karpenter.k8s.aws/v1/EC2NodeClass';
import type { INodePool } from '@kubernetes-models/karpenter/karpenter.sh/v1/NodePool';
import { environments } from '../../environments/environments.ts';
import { gracefulStop } from '../graceful-stop.ts';
import { validate } from '../kubernetes/test-models.ts';
import { nodeScaling } from './node-scaling.ts';

describe('the nodes of Karpenter', () => {
  const [nodeClass, pool] = nodeScaling(environments.production) as [IEC2NodeClass, INodePool];

  it('are made of objects that their schemas allow', () => {
    for (const environment of Object.values(environments)) nodeScaling(environment).forEach(validate);
  });

  it('run one exact build of Amazon Linux', () => {
    assert.match(nodeClass.spec?.amiSelectorTerms[0]?.alias ?? '', /^al2023@v\d{8}$/);
  });

  it('have the profile that Karpenter is allowed to give, and make none', () => {
    assert.equal(nodeClass.spec?.instanceProfile, 'midcoast-karpenter-nodes');
    assert.equal(nodeClass.spec.role, undefined);
  });

  it('keep metadata out of the reach of pods, and disks encrypted', () => {
    assert.equal(nodeClass.spec?.metadataOptions?.httpTokens, 'required');
    assert.equal(nodeClass.spec.metadataOptions.httpPutResponseHopLimit, 1);
    for (const { ebs } of nodeClass.spec.blockDeviceMappings ?? []) {
      assert.equal(ebs?.encrypted, true);
      assert.match(ebs.kmsKeyID ?? '', /alias\/midcoast-application$/);
      assert.equal(ebs.volumeType, 'gp3');
    }
  });

  it('are no more than the environment allows', () => {
    assert.equal(pool.spec.limits?.['cpu'], '64');
  });

  it('are emptied one at a time, and go in the end', () => {
    assert.deepEqual(pool.spec.disruption?.budgets, [{ nodes: '1' }]);
    const { expireAfter, terminationGracePeriod } = pool.spec.template.spec;
    assert.ok(hours(expireAfter) > hours(terminationGracePeriod));
    assert.ok(hours(terminationGracePeriod) * 3600 > gracefulStop.terminationGraceSeconds);
  });

  it('are not those that AWS may take back', () => {
    const capacity = pool.spec.template.spec.requirements.find(
      ({ key }) => key === 'karpenter.sh/capacity-type',
    );
    assert.deepEqual(capacity?.values, ['on-demand']);
  });
});

function hours(duration: string | undefined): number {
  return Number(/^(\d+)h$/.exec(duration ?? '')?.[1]);
}
