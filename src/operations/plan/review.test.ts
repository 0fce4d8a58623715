import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import type { Platform } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import { palette } from '../terminal.ts';
import { parsePlan } from '../terraform/plan-file.ts';
import { reviewLines } from './review-lines.ts';
import { reviewPlan } from './review.ts';
import { refuseLosses, unnamedLosses } from './stateful.ts';

const path = join(import.meta.dirname, '..', 'terraform', 'recorded-plan.json');
const plan = parsePlan(await readFile(path, 'utf8'), path);

/** The platform of the recorded plan: three headings, of which one no longer has its key. */
const platform: Platform = {
  environment: environments.staging,
  states: {
    platform: {
      name: 'platform',
      region: 'us-east-1',
      documents: {
        main: {},
        account: {},
        network: {},
        'network-security': {},
        'data-security': {},
        scaling: {},
      },
      resources: [
        resource('account', 'aws_s3_bucket.account_logs'),
        resource('network', 'aws_vpc.network_vpc'),
        resource('network', 'aws_vpc.network_other'),
        resource('network-security', 'aws_security_group.network_security_edge_group'),
        resource('scaling', 'aws_sqs_queue.scaling_interruptions'),
      ],
    },
    recovery: { name: 'recovery', region: 'us-west-2', documents: {}, resources: [] },
  },
  manifests: {},
  addOns: [],
};

function resource(heading: string, address: string) {
  return { heading, address, type: address.split('.')[0] ?? '', attributes: {} };
}

describe('reviewPlan', () => {
  const review = reviewPlan(platform, 'platform', plan);

  it('counts what is made, changed, replaced and destroyed', () => {
    assert.deepEqual(review.counts, { create: 1, change: 3, replace: 1, destroy: 1 });
  });

  it('parts the changes by heading, with what has left the platform under the heading of its name', () => {
    const headings = Object.fromEntries(
      review.headings.map(({ heading, lines }) => [heading, lines.map(({ address }) => address)]),
    );
    assert.deepEqual(headings, {
      account: ['aws_s3_bucket.account_logs'],
      'data-security': ['aws_kms_key.data_security_old_key[0]'],
      network: ['aws_vpc.network_other'],
      'network-security': ['aws_security_group.network_security_edge_group[0]'],
      scaling: ['aws_sqs_queue.scaling_interruptions'],
    });
  });

  it('counts apart what changes in tags alone, so that a new commit does not hide the rest', () => {
    assert.equal(review.onlyTags, 1);
  });

  it('takes the price of a key off the bill when the key goes', () => {
    const [line] = review.headings.find(({ heading }) => heading === 'data-security')?.lines ?? [];
    assert.ok(line?.monthly !== undefined && line.monthly !== 'unknown');
    assert.ok(line.monthly.usd.high < 0);
  });

  it('is a line a change for people, with what is lost said', () => {
    const lines = reviewLines(review, palette(false));
    assert.match(lines[0] ?? '', /^platform {2}1 to create, 3 to change, 1 to replace, 1 to destroy/);
    assert.ok(lines.includes('  network  1 to change'));
    const bucket = lines.find((line) => line.includes('aws_s3_bucket.account_logs')) ?? '';
    assert.match(bucket, /± .* because of bucket .*loses the bucket/);
    assert.ok(lines.includes('  1 other changes in tags alone'));
    assert.ok(lines.includes('  outputs that change: bucket'));
  });
});

describe('what holds state', () => {
  const losses = unnamedLosses(plan.changes, []);

  it('is refused to be replaced or destroyed, with the addresses and why', () => {
    assert.throws(
      () => refuseLosses(losses),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.exit, 4);
        assert.deepEqual(Object.keys(error.facts).toSorted(), [
          'aws_kms_key.data_security_old_key[0]',
          'aws_s3_bucket.account_logs',
        ]);
        assert.equal(error.facts['aws_s3_bucket.account_logs'], 'bucket: replaced, because of bucket');
        assert.ok(error.next.includes(`--replace 'aws_s3_bucket.account_logs'`));
        return true;
      },
    );
  });

  it('may go when it was named, and only then', () => {
    const named = ['aws_s3_bucket.account_logs', 'aws_kms_key.data_security_old_key[0]'];
    assert.deepEqual(unnamedLosses(plan.changes, named), []);
    assert.equal(unnamedLosses(plan.changes, named.slice(1)).length, 1);
    assert.equal(unnamedLosses(plan.changes, ['aws_s3_bucket']).length, 2);
    refuseLosses([]);
  });

  it('may change in place and be made', () => {
    const addresses = losses.map(({ address }) => address);
    assert.ok(!addresses.includes('aws_sqs_queue.scaling_interruptions'));
  });
});
