import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, plantedPlatform } from '../test-platform.ts';
import { referenceRules } from './reference.ts';

const [resolve] = referenceRules;
assert.ok(resolve);

describe('references-resolve', () => {
  it('finds a group that is not declared, and one that only the other state declares', () => {
    const rule = { security_group_id: '${aws_security_group.gone.id}' };
    const platform = plantedPlatform(
      { 'aws_security_group.there': {}, 'aws_x.r': rule },
      { 'aws_security_group.gone': {} },
    );
    assert.deepEqual(breaches(resolve, platform), [
      { where: 'aws_x.r', seen: 'refers to aws_security_group.gone, which is not declared' },
    ]);
  });

  it('reads no reference into a policy’s words or a data source', () => {
    const policy = '{"Action":"logs:*","Resource":"${data.aws_iam_policy_document.p.json}"}';
    assert.deepEqual(breaches(resolve, plantedPlatform({ 'aws_x.r': { policy } })), []);
  });
});
