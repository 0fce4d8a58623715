import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../midcoast.ts';
import { boundaryArns, boundaryStatements, unbounded } from './boundary.ts';
import { pipelineRoles } from './pipeline-roles.ts';

const { platform, recovery } = midcoast(production).states;
const resources = [...platform.resources, ...recovery.resources];

const patterns = boundaryStatements(production)
  .flatMap(({ actions }) => actions)
  .map((action) => new RegExp(`^${action.replaceAll('*', '\\w*')}$`));

const matching = (pattern: string) =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

/** Whether the boundary leaves a role this action on this resource. */
function leaves(action: string, resource: string): boolean {
  return boundaryStatements(production).some(
    ({ actions, resources: places }) =>
      actions.some((each) => matching(each).test(action)) &&
      places.some((each) => matching(each).test(resource)),
  );
}

/** Actions that the boundary would take from a role that has this policy. */
function cut(policy: string): readonly string[] {
  const { Statement } = JSON.parse(policy) as { Statement: { Effect: string; Action: string | string[] }[] };
  return Statement.filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => !patterns.some((pattern) => pattern.test(action)));
}

describe('the boundary', () => {
  it('leaves every role of a machine what its own policy gives', () => {
    const roles = resources.filter(
      ({ type, attributes }) => type === 'aws_iam_role' && !unbounded.has(String(attributes['name'])),
    );
    const policies = resources.filter(
      ({ type, attributes }) =>
        type === 'aws_iam_role_policy' &&
        roles.some(({ address }) => String(attributes['role']).includes(`{${address}.`)),
    );
    assert.ok(policies.length > 0);
    for (const { address, attributes } of policies) {
      assert.deepEqual(cut(String(attributes['policy'])), [], address);
    }
  });

  it('takes what no machine is for', () => {
    const planted = { Effect: 'Allow', Action: ['iam:CreateRole', 'organizations:LeaveOrganization'] };
    assert.deepEqual(cut(JSON.stringify({ Statement: [planted] })), planted.Action);
  });

  it('lets the backup’s role restore a bucket, into the configuration’s own and into one of a restore test', () => {
    // What the policy AWSBackupServiceRolePolicyForS3Restore gives: its actions on a bucket and on an object.
    const actions = {
      '': ['CreateBucket', 'ListBucketVersions', 'PutBucketVersioning', 'PutBucketOwnershipControls'],
      '/file': ['GetObject', 'PutObject', 'PutObjectAcl', 'PutObjectTagging', 'DeleteObject'],
    };
    const buckets = ['awsbackup-restore-test-1f2e', 'midcoast-configuration-111122223333-us-east-1'];
    for (const [below, names] of Object.entries(actions)) {
      for (const action of names.map((name) => `s3:${name}`)) {
        for (const bucket of buckets) assert.ok(leaves(action, `arn:aws:s3:::${bucket}${below}`), action);
        assert.ok(!leaves(action, `arn:aws:s3:::another${below}`), action);
      }
    }
    for (const action of ['s3:CreateBucket', 's3:DeleteObject', 's3:DeleteBucket']) {
      assert.ok(!leaves(action, 'arn:aws:s3:::midcoast-logs-111122223333-us-east-1'), action);
    }
  });

  it('is on every role of a machine, whichever heading and state made it, and on no person’s', () => {
    const roles = resources.filter(({ type }) => type === 'aws_iam_role');
    assert.ok(roles.length > unbounded.size);
    for (const { attributes } of roles) {
      const name = String(attributes['name']);
      assert.equal('permissions_boundary' in attributes, !unbounded.has(name), name);
    }
  });

  it('is what a pipeline must put on each role that it makes, and cannot change', () => {
    const boundaries = boundaryArns(production);
    const { statements } = pipelineRoles(production).deploy;
    const allowed = statements.filter(({ effect }) => effect !== 'Deny');
    const making = allowed.filter(({ actions }) => actions.includes('iam:PutRolePolicy'));
    assert.ok(making.length > 0);
    for (const { conditions } of making) {
      assert.deepEqual(conditions?.['StringEquals']?.['iam:PermissionsBoundary'], boundaries);
    }
    assert.ok(!allowed.some(({ actions }) => actions.includes('iam:DeleteRolePermissionsBoundary')));
    const refused = statements
      .filter(
        ({ effect, resources: arns }) => effect === 'Deny' && boundaries.every((arn) => arns.includes(arn)),
      )
      .flatMap(({ actions }) => actions);
    assert.ok(refused.includes('iam:CreatePolicyVersion') && refused.includes('iam:SetDefaultPolicyVersion'));
  });
});
