import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { policyBreadthRules } from './policy-breadth.ts';

const [principals, everything, federation] = policyBreadthRules;
assert.ok(principals && everything && federation);

function planted(statement: object, type = 'aws_sqs_queue_policy') {
  return plantedPlatform({
    [`${type}.p`]: { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] }) },
  });
}

describe('no-wildcard-principal', () => {
  it('finds a policy that lets in whoever asks, in either spelling', () => {
    for (const Principal of ['*', { AWS: '*' }, { AWS: ['arn:aws:iam::1:root', '*'] }]) {
      assert.equal(places(principals, planted({ Principal, Action: 'sqs:SendMessage' })).length, 1);
    }
  });

  it('passes a denial to everybody, and a principal that a condition narrows', () => {
    assert.deepEqual(places(principals, planted({ Effect: 'Deny', Principal: '*', Action: 's3:*' })), []);
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '111122223333' } };
    assert.deepEqual(places(principals, planted({ Principal: '*', Action: 's3:GetObject', Condition })), []);
  });
});

describe('no-star-on-star', () => {
  it('finds everything on everything, and everything of a service', () => {
    for (const Action of ['*', ['s3:*']]) {
      assert.equal(places(everything, planted({ Action, Resource: '*' }, 'aws_iam_role_policy')).length, 1);
    }
  });

  it('passes what a condition narrows, and the boundary of all roles', () => {
    const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
    assert.deepEqual(places(everything, planted({ Action: 's3:*', Resource: '*', Condition })), []);
    const boundary = {
      policy: JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }),
    };
    const named = (name: string) => plantedPlatform({ 'aws_iam_policy.b': { ...boundary, name } });
    assert.deepEqual(places(everything, named('midcoast-boundary')), []);
    assert.deepEqual(places(everything, named('midcoast-other')), ['aws_iam_policy.b']);
  });

  it('passes named actions on everything, and a key’s own policy', () => {
    assert.deepEqual(places(everything, planted({ Action: 'ec2:DescribeInstances', Resource: '*' })), []);
    assert.deepEqual(places(everything, planted({ Action: 'kms:*', Resource: '*' }, 'aws_kms_key')), []);
  });
});

describe('pipeline-role-is-bound', () => {
  const trust = (sub: string) => ({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': sub,
      },
    },
  });

  it('passes one environment of our repository', () => {
    assert.deepEqual(
      places(federation, planted(trust('repo:midcoast/midcoast:environment:production'), 'aws_iam_role')),
      [],
    );
  });

  it('finds a wildcard, another repository, and a trust without a subject', () => {
    assert.equal(places(federation, planted(trust('repo:midcoast/midcoast:*'), 'aws_iam_role')).length, 1);
    assert.equal(
      places(federation, planted(trust('repo:other/midcoast:environment:production'), 'aws_iam_role')).length,
      1,
    );
    assert.equal(
      places(federation, planted({ Action: 'sts:AssumeRoleWithWebIdentity' }, 'aws_iam_role')).length,
      1,
    );
  });
});
