import { S3BucketLifecycleConfiguration } from '@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketLoggingA } from '@cdktn/provider-aws/lib/s3-bucket-logging/index.js';
import { S3BucketNotification } from '@cdktn/provider-aws/lib/s3-bucket-notification/index.js';
import { S3BucketOwnershipControls } from '@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktn/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktn/provider-aws/lib/s3-bucket-versioning/index.js';
import { S3Bucket } from '@cdktn/provider-aws/lib/s3-bucket/index.js';
import type { Environment, Region } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { resourcePolicy } from '../resource-policy.ts';
import type { Heading } from '../state.ts';

export type ConfigurationBucketGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly keys: { readonly backup: { readonly arn: string } };
  readonly logs: { readonly name: string };
  /** The prefix of the log bucket below which buckets write who read what. */
  readonly logPrefix: string;
};

export type ConfigurationBucketHandles = {
  readonly name: string;
  readonly arn: string;
  /** Replication waits for it. */
  readonly versioning: S3BucketVersioningA;
};

/** Days that an overwritten version is kept: longer than a mistake goes unseen. */
const keptDays = 90;

/**
 * What was deployed, as `deploy` leaves it there after each rollout: documents, manifests and values of the releases,
 * every version of each. With the images it is all that the platform needs beside its data to stand up elsewhere.
 */
export function configurationBucket(
  heading: Heading,
  given: ConfigurationBucketGiven,
): ConfigurationBucketHandles {
  const { environment, region, keys } = given;
  const { id: bucket, arn } = new S3Bucket(heading, 'bucket', {
    bucket: names.configurationBucket(environment, region),
    forceDestroy: !environment.deletionProtection,
  });
  const versioning = new S3BucketVersioningA(heading, 'versions', {
    bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  new S3BucketServerSideEncryptionConfigurationA(heading, 'encryption', {
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keys.backup.arn },
        bucketKeyEnabled: true,
      },
    ],
  });
  fences(heading, bucket, arn);
  new S3BucketLifecycleConfiguration(heading, 'lifecycle', {
    bucket,
    rule: [
      {
        id: 'forget-old-versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        noncurrentVersionExpiration: [{ noncurrentDays: keptDays }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
    dependsOn: [versioning],
  });
  new S3BucketLoggingA(heading, 'logging', {
    bucket,
    targetBucket: given.logs.name,
    targetPrefix: `${given.logPrefix}${bucket}/`,
  });
  // AWS Backup follows a bucket by these, and would turn them on behind Terraform's back.
  new S3BucketNotification(heading, 'notices', { bucket, eventbridge: true });
  return { name: bucket, arn, versioning };
}

function fences(heading: Heading, bucket: string, arn: string): void {
  new S3BucketOwnershipControls(heading, 'ownership', {
    bucket,
    rule: { objectOwnership: 'BucketOwnerEnforced' },
  });
  const access = new S3BucketPublicAccessBlock(heading, 'public-access', {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketPolicy(heading, 'policy', {
    bucket,
    policy: resourcePolicy([
      {
        sid: 'OnlyEncrypted',
        denies: true,
        principal: 'anyone',
        actions: ['s3:*'],
        resources: [arn, `${arn}/*`],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]),
    dependsOn: [access],
  });
}
