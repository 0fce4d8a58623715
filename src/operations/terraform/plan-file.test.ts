import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { parsePlan, type Action, type Change } from './plan-file.ts';

/** Terraform 1.11 with provider 5.100 wrote it; parts that nobody reads, and empty attributes, were left out. */
const path = join(import.meta.dirname, 'recorded-plan.json');
const plan = parsePlan(await readFile(path, 'utf8'), path);

describe('parsePlan', () => {
  it('says of each thing what will be done to it', () => {
    const actions = Object.fromEntries(plan.changes.map(({ address, action }) => [address, action]));
    const expected: Record<string, Action> = {
      'aws_kms_key.data_security_old_key[0]': 'delete',
      'aws_s3_bucket.account_logs': 'replace',
      'aws_security_group.network_security_edge_group[0]': 'create',
      'aws_sqs_queue.scaling_interruptions': 'update',
      'aws_vpc.network_other': 'update',
      'aws_vpc.network_vpc': 'update',
    };
    assert.deepEqual(actions, expected);
    assert.equal(plan.terraformVersion, '1.11.4');
    assert.equal(plan.applyable, true);
  });

  it('names what changes, and for whose sake a thing is replaced', () => {
    assert.deepEqual(at('aws_s3_bucket.account_logs').replacedFor, ['bucket']);
    assert.deepEqual(at('aws_vpc.network_vpc').changed, ['tags', 'tags_all']);
    assert.ok(at('aws_sqs_queue.scaling_interruptions').changed.includes('visibility_timeout_seconds'));
    assert.ok(at('aws_vpc.network_other').changed.includes('enable_dns_hostnames'));
  });

  it('has what was before, and nothing after a deletion', () => {
    const key = at('aws_kms_key.data_security_old_key[0]');
    assert.equal(key.before?.['description'], 'Old');
    assert.equal(key.after, undefined);
    assert.equal(at('aws_security_group.network_security_edge_group[0]').before, undefined);
  });

  it('sees what was changed behind Terraform’s back', () => {
    const queue = plan.drift.find(({ address }) => address === 'aws_sqs_queue.scaling_interruptions');
    assert.ok(queue);
    assert.ok(queue.changed.includes('message_retention_seconds'));
    assert.equal(queue.before?.['message_retention_seconds'], 345_600);
    assert.equal(queue.after?.['message_retention_seconds'], 120);
  });

  it('names the outputs that change', () => {
    assert.deepEqual(plan.outputs, ['bucket']);
  });

  it('refuses a format that it does not know', () => {
    assert.throws(
      () => parsePlan('{"format_version": "2.0"}', 'x.plan'),
      (error) => error instanceof Failure && error.code === 'plan_unreadable',
    );
  });
});

function at(address: string): Change {
  const change = plan.changes.find((one) => one.address === address);
  assert.ok(change, `the plan has no ${address}`);
  return change;
}
