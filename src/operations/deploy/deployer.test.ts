import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { staging } from '../../environments/staging.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { Change } from '../terraform/plan-file.ts';
import { refuseStranger } from './deployer.ts';

const platform = midcoast(staging);
const stranger = 'arn:aws:iam::444455556666:user/somebody';
const administrator = 'arn:aws:sts::444455556666:assumed-role/midcoast-administrator/somebody';

function refuse(arn: string, action: Change['action'], rehearsed = false) {
  const change: Change = {
    address: 'aws_eks_cluster.cluster_kubernetes',
    type: 'aws_eks_cluster',
    action,
    mode: 'managed',
    previousAddress: undefined,
    before: undefined,
    after: undefined,
    replacedFor: [],
    changed: [],
  };
  const plan = { terraformVersion: '1.14.0', applyable: true, changes: [change], drift: [], outputs: [] };
  refuseStranger({ identity: { account: '444455556666', arn }, rehearsed, platform, states: [{ plan }] });
}

describe('who makes the cluster', () => {
  it('is somebody whom the key of its secrets names', () => {
    refuse(administrator, 'create');
    assert.throws(
      () => refuse(stranger, 'create'),
      (error) => error instanceof Failure && error.code === 'deployer_unknown' && error.exit === 4,
    );
    assert.throws(() => refuse(stranger, 'replace'), Failure);
  });

  it('does not matter once there is a cluster, nor to an emulator', () => {
    refuse(stranger, 'update');
    refuse(stranger, 'create', true);
  });
});
