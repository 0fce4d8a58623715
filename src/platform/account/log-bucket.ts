import { S3BucketLifecycleConfiguration } from '@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketNotification } from '@cdktn/provider-aws/lib/s3-bucket-notification/index.js';
import { S3BucketOwnershipControls } from '@cdktn/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktn/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktn/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktn/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { S3BucketVersioningA } from '@cdktn/provider-aws/lib/s3-bucket-versioning/index.js';
import { S3Bucket } from '@cdktn/provider-aws/lib/s3-bucket/index.js';
import type { Environment, Region } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { logBucketPolicy, type LogBucketPlace } from './log-bucket-policy.ts';

export type LogBucketGiven = {
  readonly environment: Environment;
  readonly region: Region;
};

export type LogBucket = {
  readonly name: string;
  readonly arn: string;
  /** Whoever lets AWS write there waits for it. */
  readonly policy: S3BucketPolicy;
};

/** What is written to the bucket, each below a prefix of its own. */
export const logPrefixes = { trail: 'trail', edge: 'edge', buckets: 'buckets/' } as const;

/** A year of logs, and the month in which somebody asks for them. */
const keptDays = 400;
/** After that they are looked at rarely: cheaper to keep, dearer to read. */
const warmDays = 90;

/**
 * The one bucket of a region for what AWS writes about us: the trail, requests to the load balancer, requests to
 * other buckets. Nobody deletes from it, it forgets by itself. Object lock would be stronger, but S3 and the load
 * balancer refuse to log to a bucket that has it, or a key of ours.
 */
export function logBucket(heading: Heading, { environment, region }: LogBucketGiven): LogBucket {
  const place: LogBucketPlace = {
    bucketName: names.logBucket(environment, region),
    accountId: environment.accountId,
    region,
  };
  const { id: bucket, arn } = new S3Bucket(heading, 'logs', {
    bucket: place.bucketName,
    forceDestroy: !environment.deletionProtection,
  });
  new S3BucketVersioningA(heading, 'logs-versions', {
    bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  new S3BucketOwnershipControls(heading, 'logs-ownership', {
    bucket,
    rule: { objectOwnership: 'BucketOwnerEnforced' },
  });
  new S3BucketServerSideEncryptionConfigurationA(heading, 'logs-encryption', {
    bucket,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
  const publicAccess = new S3BucketPublicAccessBlock(heading, 'logs-public-access', {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  lifecycle(heading, bucket);
  // What is written and what goes is an event, free of charge, that a rule of the account can wait for.
  new S3BucketNotification(heading, 'logs-notices', { bucket, eventbridge: true });
  const policy = new S3BucketPolicy(heading, 'logs-policy', {
    bucket,
    policy: logBucketPolicy(place, logPrefixes),
    // S3 takes one change of a bucket's access at a time.
    dependsOn: [publicAccess],
  });
  return { name: bucket, arn, policy };
}

function lifecycle(heading: Heading, bucket: string): void {
  new S3BucketLifecycleConfiguration(heading, 'logs-lifecycle', {
    bucket,
    rule: [
      {
        id: 'forget',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        transition: [{ days: warmDays, storageClass: 'GLACIER_IR' }],
        expiration: [{ days: keptDays }],
        noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
  });
}
