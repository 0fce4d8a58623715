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
  const issuer = 'token.actions.githubusercontent.com';
  const trust = (sub: string | readonly string[], rest: object = {}) => ({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', ...rest },
      StringLike: { [`${issuer}:sub`]: sub },
    },
  });
  const found = (statement: object) => places(federation, planted(statement, 'aws_iam_role')).length;
  const byNames = 'repo:midcoast/midcoast:environment:production';
  const byNumbers = 'repo:midcoast@*/midcoast@*:environment:production';
  const ours = { [`${issuer}:repository`]: 'midcoast/midcoast' };

  it('passes one environment of our repository, by names and by numbers', () => {
    assert.equal(found(trust(byNames)), 0);
    assert.equal(found(trust([byNames, byNumbers], ours)), 0);
  });

  it('finds a wildcard, another repository, and a trust without a subject', () => {
    for (const sub of [
      'repo:midcoast/midcoast:*',
      'repo:midcoast/midcoast:environment:?roduction',
      'repo:midcoast/*',
      'repo:midcoast@*/*:environment:production',
      'repo:other/midcoast:environment:production',
    ])
      assert.equal(found(trust([byNames, sub], ours)), 1, sub);
    assert.equal(found({ Action: 'sts:AssumeRoleWithWebIdentity' }), 1);
  });

  it('finds numbers that may be anybody’s, where no claim says whose repository it is', () => {
    assert.equal(found(trust([byNames, byNumbers])), 1);
    assert.equal(found(trust(byNumbers, { [`${issuer}:repository`]: 'other/midcoast' })), 1);
  });
});
