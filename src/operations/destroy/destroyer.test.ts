import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import type { Change } from '../terraform/plan-file.ts';
import { checkSurvives } from './destroyer.ts';

const administrator: Change = {
  address: 'aws_iam_role.identity_administrator',
  previousAddress: undefined,
  mode: 'managed',
  type: 'aws_iam_role',
  action: 'delete',
  before: { name: 'midcoast-administrator' },
  after: undefined,
  replacedFor: [],
  changed: [],
};

const as = (role: string) => ({
  account: '111122223333',
  arn: `arn:aws:sts::111122223333:assumed-role/${role}/ann`,
});

describe('whoever destroys', () => {
  it('is no role that goes with the environment', () => {
    assert.throws(
      () => checkSurvives(as('midcoast-administrator'), [administrator]),
      (error) =>
        error instanceof Failure &&
        error.code === 'destroyer_doomed' &&
        error.exit === 4 &&
        error.facts['role'] === administrator.address,
    );
  });

  it('is a role of the account itself, or that role where it stays', () => {
    checkSurvives(as('OrganizationAccountAccessRole'), [administrator]);
    checkSurvives(as('midcoast-administrator'), []);
    checkSurvives({ account: '111122223333', arn: 'arn:aws:iam::111122223333:root' }, [administrator]);
  });
});
