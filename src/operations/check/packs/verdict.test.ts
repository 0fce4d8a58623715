import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostExcuses, type Excuse } from './excuse.ts';
import type { Finding, Scan } from './finding.ts';
import { judge, type Parts } from './verdict.ts';

const parts: Parts = {
  platform: ['aws_s3_bucket.a', 'aws_s3_bucket.b'],
  recovery: ['aws_s3_bucket.a'],
  cluster: ['Deployment midcoast/a'],
};
const finding: Finding = {
  pack: 'checkov',
  id: 'CKV_1',
  title: 't',
  part: 'platform',
  address: 'aws_s3_bucket.a',
};
const scan = (findings: readonly Finding[], read = ['aws_s3_bucket.a', 'aws_s3_bucket.b']): Scan => ({
  pack: 'checkov',
  part: 'platform',
  subject: 'files',
  written: parts.platform,
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
    assert.deepEqual(judge(parts, [scan([finding])], [[excuse('aws_s3_bucket.a')]]).unexcused, []);
    assert.deepEqual(judge(parts, [scan([finding]), scan([finding])], []).unexcused, [finding]);
  });

  it('finds the same fault at an address that the excuse does not list', () => {
    const elsewhere = { ...finding, address: 'aws_s3_bucket.b' };
    const { unexcused } = judge(parts, [scan([finding, elsewhere])], [[excuse('aws_s3_bucket.a')]]);
    assert.deepEqual(unexcused, [elsewhere]);
  });

  it('tells an excuse for one state from one for both', () => {
    const only = [[excuse('recovery: aws_s3_bucket.a')]];
    assert.equal(judge(parts, [scan([finding])], only).unexcused.length, 1);
    assert.equal(judge(parts, [scan([{ ...finding, part: 'recovery' }])], only).unexcused.length, 0);
  });

  it('finds an excuse that is for nothing any more, but not one for what this environment lacks', () => {
    const rows = [excuse('aws_s3_bucket.a', 'aws_db_instance.replica_*')];
    const { idle } = judge(parts, [scan([])], [rows]);
    assert.deepEqual(
      idle.map(({ address }) => address),
      ['aws_s3_bucket.a'],
    );
  });

  it('tells an object of the cluster from a resource', () => {
    const object = { ...finding, part: 'cluster', address: 'Deployment midcoast/a' } as const;
    assert.deepEqual(judge(parts, [scan([object])], [[excuse('aws_s3_bucket.a')]]).unexcused, [object]);
    assert.deepEqual(judge(parts, [scan([object])], [[excuse('Deployment midcoast/a')]]).unexcused, []);
  });

  it('finds a resource that a pack did not read', () => {
    const { unread } = judge(parts, [scan([], ['aws_s3_bucket.a'])], []);
    assert.deepEqual(
      unread.map(({ address }) => address),
      ['aws_s3_bucket.b'],
    );
  });

  it('allows only so many ids in a table', () => {
    const many = Array.from({ length: mostExcuses + 2 }, (_, index) => ({
      ...excuse('x'),
      id: `CKV_${index}`,
    }));
    assert.equal(judge(parts, [], [many]).surplus, 2);
    assert.equal(judge(parts, [], [many.slice(2), many.slice(0, 2)]).surplus, 0);
  });
});
