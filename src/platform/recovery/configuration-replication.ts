import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { S3BucketReplicationConfigurationA } from '@cdktn/provider-aws/lib/s3-bucket-replication-configuration/index.js';
import type { ITerraformDependable } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { policyOf, trustOf } from '../policy.ts';
import type { Heading } from '../state.ts';

export type ConfigurationReplicationGiven = {
  readonly environment: Environment;
  readonly bucket: { readonly name: string; readonly arn: string; readonly versioning: ITerraformDependable };
  readonly keys: { readonly backup: { readonly arn: string } };
};

/** The name that metrics know the rule by. */
export const replicationRule = 'recovery-region';

/**
 * Copies every version to the bucket of the recovery region within a quarter of an hour, deletions left out. The
 * bucket and the key there are the recovery region's own, known by their names.
 */
export function configurationReplication(heading: Heading, given: ConfigurationReplicationGiven): void {
  const { environment, bucket } = given;
  const { accountId, recoveryRegion } = environment;
  const role = new IamRole(heading, 'replication-role', {
    name: names.role('configuration-replication'),
    description: 'S3 copies the configuration to the recovery region',
    // Without a condition, as S3 documents it: where S3 does not name what a trust asks for, copies fail in silence.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    assumeRolePolicy: trustOf({ principal: { Service: 's3.amazonaws.com' }, actions: ['sts:AssumeRole'] }),
  });
  new IamRolePolicy(heading, 'replication-policy', { role: role.name, policy: permissions(given) });
  new S3BucketReplicationConfigurationA(heading, 'replication', {
    bucket: bucket.name,
    role: role.arn,
    rule: [
      {
        id: replicationRule,
        status: 'Enabled',
        filter: { prefix: '' },
        deleteMarkerReplication: { status: 'Disabled' },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
        destination: {
          bucket: `arn:aws:s3:::${names.configurationBucket(environment, recoveryRegion)}`,
          encryptionConfiguration: {
            replicaKmsKeyId: `arn:aws:kms:${recoveryRegion}:${accountId}:${names.key('backup')}`,
          },
          metrics: { status: 'Enabled', eventThreshold: { minutes: 15 } },
          replicationTime: { status: 'Enabled', time: { minutes: 15 } },
        },
      },
    ],
    dependsOn: [bucket.versioning],
  });
}

function permissions({ environment, bucket, keys }: ConfigurationReplicationGiven): string {
  const { accountId, region, recoveryRegion } = environment;
  const destination = `arn:aws:s3:::${names.configurationBucket(environment, recoveryRegion)}`;
  return policyOf([
    { actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [bucket.arn] },
    {
      actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      resources: [`${bucket.arn}/*`],
    },
    { actions: ['s3:ReplicateObject', 's3:ReplicateTags'], resources: [`${destination}/*`] },
    {
      actions: ['kms:Decrypt'],
      resources: [keys.backup.arn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    },
    {
      // The key of the other region has no ARN that is known here, but it has its alias.
      actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [`arn:aws:kms:${recoveryRegion}:${accountId}:key/*`],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${recoveryRegion}.amazonaws.com` },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': names.key('backup') },
      },
    },
  ]);
}
