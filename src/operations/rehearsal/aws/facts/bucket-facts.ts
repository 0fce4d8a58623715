import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { AwsClients } from '../aws-clients.ts';
import type { Fact } from './fact.ts';

/** That a bucket is closed, versioned and encrypted: `by` is its algorithm. */
export function bucketFacts(Bucket: string, by: 'AES256' | 'aws:kms'): readonly Fact[] {
  return [
    {
      name: `${Bucket}: closed to the public in all four ways`,
      expected: [true, true, true, true],
      async see({ s3 }) {
        const { PublicAccessBlockConfiguration: block } = await s3.send(
          new GetPublicAccessBlockCommand({ Bucket }),
        );
        return [
          block?.BlockPublicAcls,
          block?.BlockPublicPolicy,
          block?.IgnorePublicAcls,
          block?.RestrictPublicBuckets,
        ];
      },
    },
    {
      name: `${Bucket}: keeps what is overwritten`,
      expected: 'Enabled',
      see: async ({ s3 }) => (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status,
    },
    {
      name: `${Bucket}: encrypted by`,
      expected: by,
      async see(aws) {
        const [rule] = await encryptionOf(aws, Bucket);
        const { SSEAlgorithm, KMSMasterKeyID = '' } = rule?.ApplyServerSideEncryptionByDefault ?? {};
        const ours = by === 'AES256' || /key\//.test(KMSMasterKeyID);
        return ours ? SSEAlgorithm : `${SSEAlgorithm} with ${KMSMasterKeyID}`;
      },
    },
  ];
}

async function encryptionOf({ s3 }: AwsClients, Bucket: string) {
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  return ServerSideEncryptionConfiguration?.Rules ?? [];
}
