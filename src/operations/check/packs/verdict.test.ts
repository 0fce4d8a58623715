import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plantedPlatform } from '../test-platform.ts';
import { mostExcuses, type Excuse } from './excuse.ts';
import type { Finding, Scan } from './finding.ts';
import { judge } from './verdict.ts';

const platform = plantedPlatform({ 'aws_s3_bucket.a': {}, 'aws_s3_bucket.b': {} }, { 'aws_s3_bucket.a': {} });
const finding: Finding = {
  pack: 'checkov',
  id: 'CKV_1',
  title: 't',
  state: 'platform',
  address: 'aws_s3_bucket.a',
};
const scan = (findings: readonly Finding[], read = ['aws_s3_bucket.a', 'aws_s3_bucket.b']): Scan => ({
  pack: 'checkov',
  state: 'platform',
  subject: 'files',
  read: new Set(read),
  findings,
});
const excuse = (...addresses: readonly string[]): Excuse => ({
  pack: 'checkov',
  id: 'CKV_1',
  addresses,
  reason: 'because',
});

describe('the verdict on what the packs found', () => {
  it('lets an excused finding stay, and says it once however many looks found it', () => {
    assert.deepEqual(judge(platform, [scan([finding])], [excuse('aws_s3_bucket.a')]).unexcused, []);
    assert.deepEqual(judge(platform, [scan([finding]), scan([finding])], []).unexcused, [finding]);
  });

  it('finds the same fault at an address that the excuse does not list', () => {
    const elsewhere = { ...finding, address: 'aws_s3_bucket.b' };
    const { unexcused } = judge(platform, [scan([finding, elsewhere])], [excuse('aws_s3_bucket.a')]);
    assert.deepEqual(unexcused, [elsewhere]);
  });

  it('tells an excuse for one state from one for both', () => {
    const only = [excuse('recovery: aws_s3_bucket.a')];
    assert.equal(judge(platform, [scan([finding])], only).unexcused.length, 1);
    assert.equal(judge(platform, [scan([{ ...finding, state: 'recovery' }])], only).unexcused.length, 0);
  });

  it('finds an excuse that is for nothing any more, but not one for what this environment lacks', () => {
    const idle = judge(platform, [scan([])], [excuse('aws_s3_bucket.a', 'aws_db_instance.replica_*')]).idle;
    assert.deepEqual(
      idle.map(({ address }) => address),
      ['aws_s3_bucket.a'],
    );
  });

  it('finds a resource that a pack did not read', () => {
    const { unread } = judge(platform, [scan([], ['aws_s3_bucket.a'])], []);
    assert.deepEqual(
      unread.map(({ address }) => address),
      ['aws_s3_bucket.b'],
    );
  });

  it('allows only so many ids', () => {
    const many = Array.from({ length: mostExcuses + 2 }, (_, index) => ({
      ...excuse('x'),
      id: `CKV_${index}`,
    }));
    assert.equal(judge(platform, [], many).surplus, 2);
    assert.equal(judge(platform, [], many.slice(2)).surplus, 0);
  });
});
