import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployerArns, isDeployer } from './deployers.ts';

const session = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/somebody`;

describe('who may deploy', () => {
  it('is the pipeline, an administrator, and who enters a new account', () => {
    for (const role of [
      'midcoast-deploy',
      'midcoast-administrator',
      'OrganizationAccountAccessRole',
      'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
    ]) {
      assert.ok(isDeployer(session(role)), role);
    }
  });

  it('is no role of a machine, no user, and nobody whose session bears such a name', () => {
    for (const arn of [
      session('midcoast-cluster'),
      session('midcoast-deploy-too'),
      'arn:aws:iam::111122223333:user/midcoast-deploy',
      'arn:aws:sts::111122223333:assumed-role/another/midcoast-deploy',
    ]) {
      assert.ok(!isDeployer(arn), arn);
    }
  });

  it('is named by ARN in one account alone', () => {
    const arns = deployerArns('111122223333');
    assert.ok(arns.includes('arn:aws:iam::111122223333:role/midcoast-deploy'));
    assert.ok(arns.every((arn) => arn.startsWith('arn:aws:iam::111122223333:role/')));
    assert.ok(!arns.includes('arn:aws:iam::111122223333:role/*'));
  });
});
