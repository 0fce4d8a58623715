import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type BucketLocationConstraint,
} from '@aws-sdk/client-s3';
import type { Environment, Region } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { Cloud } from './cloud.ts';

/** What was done to the bucket of Terraform's state; nothing when it was there in full. */
export type Bootstrapped = { readonly bucket: string; readonly done: readonly string[] };

/** A protection of the bucket: how to see that it stands, and how to set it. */
type Setting = {
  readonly name: string;
  readonly stands: (client: S3Client, bucket: string) => Promise<boolean>;
  readonly set: (client: S3Client, bucket: string) => Promise<unknown>;
};

/** Old states are kept this long: as long as somebody may want to see what was there before a mishap. */
const oldStateDays = 365;

const publicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** In this order: what a state may hold is out of reach before there is one. */
const settings: readonly Setting[] = [
  {
    name: 'public access blocked',
    async stands(client, Bucket) {
      const { PublicAccessBlockConfiguration: block } = await client.send(
        new GetPublicAccessBlockCommand({ Bucket }),
      );
      return Object.keys(publicAccessBlock).every(
        (key) => block?.[key as keyof typeof publicAccessBlock] === true,
      );
    },
    set: (client, Bucket) =>
      client.send(
        new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: publicAccessBlock }),
      ),
  },
  {
    name: 'TLS only',
    async stands(client, Bucket) {
      const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket }));
      return Policy?.includes('aws:SecureTransport') === true;
    },
    set: (client, Bucket) => client.send(new PutBucketPolicyCommand({ Bucket, Policy: tlsOnly(Bucket) })),
  },
  {
    name: 'encrypted',
    async stands(client, Bucket) {
      const { ServerSideEncryptionConfiguration } = await client.send(
        new GetBucketEncryptionCommand({ Bucket }),
      );
      return (ServerSideEncryptionConfiguration?.Rules ?? []).length > 0;
    },
    set: (client, Bucket) =>
      client.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        }),
      ),
  },
  {
    name: 'versioned',
    async stands(client, Bucket) {
      const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
      return Status === 'Enabled';
    },
    set: (client, Bucket) =>
      client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
  },
  {
    name: `old states kept ${oldStateDays} days`,
    async stands(client, Bucket) {
      const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      return (Rules ?? []).some((rule) => rule.NoncurrentVersionExpiration !== undefined);
    },
    set: (client, Bucket) =>
      client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [
              {
                ID: 'old-states',
                Status: 'Enabled',
                Filter: { Prefix: '' },
                NoncurrentVersionExpiration: { NoncurrentDays: oldStateDays },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        }),
      ),
  },
];

/**
 * Makes the bucket of Terraform's state where there is none, and sets what of its protection is missing. Terraform
 * cannot: it needs the bucket before it begins. Throws `state_bucket_foreign` (exit refused) where the name is taken
 * by another account.
 */
export async function bootstrapStateBucket(
  cloud: Cloud,
  environment: Environment,
  region: Region,
): Promise<Bootstrapped> {
  const bucket = names.stateBucket(environment, region);
  const client = new S3Client(cloud.client(region));
  try {
    const made = await makeBucket(client, bucket, environment, region);
    const done = made ? ['made'] : [];
    for (const { name, stands, set } of settings) {
      if (!made && (await stands(client, bucket).catch(isAbsent))) continue;
      await set(client, bucket);
      done.push(name);
    }
    return { bucket, done };
  } finally {
    client.destroy();
  }
}

async function makeBucket(
  client: S3Client,
  bucket: string,
  { accountId }: Environment,
  region: Region,
): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
    return false;
  } catch (error) {
    const status = statusOf(error);
    if (status === 403) throw foreign(bucket, accountId, error);
    if (status !== 404) throw error;
  }
  // The first region has no constraint: S3 refuses its name there.
  const place =
    region === 'us-east-1' ? undefined : { LocationConstraint: region as BucketLocationConstraint };
  await client.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ObjectOwnership: 'BucketOwnerEnforced',
      ...(place === undefined ? {} : { CreateBucketConfiguration: place }),
    }),
  );
  return true;
}

/** S3 answers 404 where a setting was never made. */
function isAbsent(error: unknown): false {
  if (statusOf(error) === 404) return false;
  throw error;
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function tlsOnly(bucket: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}

function foreign(bucket: string, account: string, cause: unknown): Failure {
  return new Failure({
    code: 'state_bucket_foreign',
    exit: 'refused',
    message: `the bucket ${bucket} for Terraform’s state is not one that account ${account} may use`,
    facts: { bucket, account },
    next: 'give the credentials the right to it; if another account holds the name, choose another in src/platform/names.ts',
    cause,
  });
}
