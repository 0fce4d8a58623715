import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { resourcesOf, type Resource } from '../document.ts';
import { State } from '../state.ts';
import { account } from './account.ts';

function built(environment: Environment): readonly Resource[] {
  const state = new State(environment, 'platform', environment.region);
  account(state.heading('account'), {
    environment,
    region: environment.region,
    keys: { application: { arn: 'key' }, audit: { arn: 'key-of-audit' }, logs: { arn: 'key-of-logs' } },
  });
  return resourcesOf(state);
}

const resources = built(production);
const only = (type: string, among = resources) => {
  const [found] = among.filter((each) => each.type === type);
  assert.ok(found, type);
  return found.attributes;
};

type Statement = {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: '*' | { readonly Service?: readonly string[] };
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
};

const statements = (JSON.parse(String(only('aws_s3_bucket_policy')['policy'])) as { Statement: Statement[] })
  .Statement;

describe('the log bucket', () => {
  it('lets nobody delete, and nobody come without TLS', () => {
    const denials = statements.filter(({ Effect }) => Effect === 'Deny');
    assert.ok(denials.every(({ Principal }) => Principal === '*'));
    const deletion = denials.find(({ Action }) => Action.includes('s3:DeleteObjectVersion'));
    assert.ok(deletion && deletion.Condition === undefined, 'nobody deletes, without exception');
    const plain = denials.find(({ Action }) => Action.includes('s3:*'));
    assert.deepEqual(plain?.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
  });

  it('lets each service write below its prefix alone, and for this account alone', () => {
    const writes = statements.filter(({ Action }) => Action.includes('s3:PutObject'));
    assert.deepEqual(
      writes.map(({ Resource }) => Resource),
      [
        ['arn:aws:s3:::midcoast-logs-111122223333-us-east-1/trail/AWSLogs/111122223333/*'],
        ['arn:aws:s3:::midcoast-logs-111122223333-us-east-1/edge/AWSLogs/111122223333/*'],
        ['arn:aws:s3:::midcoast-logs-111122223333-us-east-1/buckets/*'],
      ],
    );
    for (const { Sid, Condition, Resource } of writes) {
      assert.match(JSON.stringify([Condition, Resource[0]?.split('/AWSLogs/')[1]]), /111122223333/, Sid);
    }
  });

  it('asks the load balancer for nothing that it does not say, or no load balancer could be made', () => {
    const write = statements.find(({ Sid }) => Sid === 'LoadBalancerWrites');
    assert.ok(write);
    assert.equal(write.Condition, undefined);
  });

  it('keeps versions, forgets after 400 days, and is nobody’s in public', () => {
    assert.deepEqual(only('aws_s3_bucket_versioning')['versioning_configuration'], { status: 'Enabled' });
    const [rule] = only('aws_s3_bucket_lifecycle_configuration')['rule'] as { expiration: object }[];
    assert.deepEqual(rule?.expiration, [{ days: 400 }]);
    const { bucket: _, ...blocks } = only('aws_s3_bucket_public_access_block');
    assert.ok(Object.values(blocks).filter((value) => value === true).length === 4);
  });

  it('is emptied by Terraform only where nothing is protected', () => {
    assert.equal(only('aws_s3_bucket')['force_destroy'], false);
    assert.equal(
      only('aws_s3_bucket', built({ ...staging, deletionProtection: false }))['force_destroy'],
      true,
    );
  });
});

describe('the trail', () => {
  const trail = only('aws_cloudtrail');

  it('records all regions, signed, encrypted, in the bucket and in a log group', () => {
    assert.deepEqual(
      [trail['is_multi_region_trail'], trail['enable_log_file_validation'], trail['kms_key_id']],
      [true, true, 'key-of-audit'],
    );
    assert.match(String(trail['cloud_watch_logs_group_arn']), /trail_logs\.arn/);
  });

  it('may take its role without naming itself, which CloudTrail does not do', () => {
    const trust = JSON.parse(String(only('aws_iam_role')['assume_role_policy'])) as { Statement: object[] };
    assert.deepEqual(trust.Statement, [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['sts:AssumeRole'],
      },
    ]);
  });

  it('records who reads the states', () => {
    assert.match(
      JSON.stringify(trail['advanced_event_selector']),
      /midcoast-state-111122223333-us-east-1\/.*midcoast-state-111122223333-us-west-2\//,
    );
  });
});

describe('the account', () => {
  it('mails before the budget is spent and when it will not do', () => {
    const budget = only('aws_budgets_budget');
    assert.equal(budget['limit_amount'], String(production.monthlyBudgetUsd));
    const notices = budget['notification'] as {
      threshold: number;
      notification_type: string;
      subscriber_email_addresses: string[];
    }[];
    assert.deepEqual(
      notices.map((notice) => [notice.threshold, notice.notification_type]),
      [
        [80, 'ACTUAL'],
        [100, 'ACTUAL'],
        [100, 'FORECASTED'],
      ],
    );
    assert.ok(notices.every((notice) => notice.subscriber_email_addresses[0] === 'oncall@midcoast.com'));
  });

  it('encrypts every volume and shows no bucket and no snapshot to the public', () => {
    assert.equal(only('aws_ebs_encryption_by_default')['enabled'], true);
    assert.equal(only('aws_ebs_snapshot_block_public_access')['state'], 'block-all-sharing');
    const blocks = Object.values(only('aws_s3_account_public_access_block'));
    assert.equal(blocks.filter((value) => value === true).length, 4);
  });
});
