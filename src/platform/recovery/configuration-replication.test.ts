import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ITerraformDependable } from 'cdktn';
import { production } from '../../environments/production.ts';
import { resourcesOf } from '../document.ts';
import { State } from '../state.ts';
import { configurationReplication } from './configuration-replication.ts';

const state = new State(production, 'platform', production.region);
configurationReplication(state.heading('configuration'), {
  environment: production,
  bucket: {
    name: 'midcoast-configuration',
    arn: 'arn:aws:s3:::midcoast-configuration',
    versioning: { fqn: 'aws_s3_bucket_versioning.configuration' } satisfies ITerraformDependable,
  },
  keys: { backup: { arn: 'arn:aws:kms:us-east-1:111122223333:key/k' } },
});
const resources = resourcesOf(state);
const attributesOf = (type: string) => resources.find((each) => each.type === type)?.attributes ?? {};

describe('the copies of the configuration', () => {
  it('are made by S3, which takes the role without naming an account', () => {
    const trust = JSON.parse(String(attributesOf('aws_iam_role')['assume_role_policy'])) as object;
    assert.deepEqual(trust, {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: ['sts:AssumeRole'] },
      ],
    });
  });

  it('go to the bucket and the key of the recovery region, deletions left out', () => {
    const [rule] = attributesOf('aws_s3_bucket_replication_configuration')['rule'] as {
      delete_marker_replication: object;
      destination: { bucket: string; encryption_configuration: object };
    }[];
    assert.deepEqual(rule?.delete_marker_replication, { status: 'Disabled' });
    assert.equal(rule.destination.bucket, 'arn:aws:s3:::midcoast-configuration-111122223333-us-west-2');
    assert.deepEqual(rule.destination.encryption_configuration, {
      replica_kms_key_id: 'arn:aws:kms:us-west-2:111122223333:alias/midcoast-backup',
    });
  });
});
