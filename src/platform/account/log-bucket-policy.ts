import { names } from '../names.ts';
import { resourcePolicy, type ResourceStatement } from '../resource-policy.ts';

export type LogBucketPlace = {
  readonly bucketName: string;
  readonly accountId: string;
  readonly region: string;
};

export type LogPrefixes = Readonly<Record<'trail' | 'edge' | 'buckets', string>>;

/** Each service of AWS writes below its prefix, for our account alone; nobody deletes; nobody comes without TLS. */
export function logBucketPolicy(place: LogBucketPlace, prefixes: LogPrefixes): string {
  return resourcePolicy([...fences(place), ...trail(place, prefixes), ...writers(place, prefixes)]);
}

function fences({ bucketName }: LogBucketPlace): readonly ResourceStatement[] {
  const bucket = `arn:aws:s3:::${bucketName}`;
  return [
    {
      sid: 'OnlyEncrypted',
      denies: true,
      principal: 'anyone',
      actions: ['s3:*'],
      resources: [bucket, `${bucket}/*`],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      sid: 'NobodyDeletes',
      denies: true,
      principal: 'anyone',
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectAcl'],
      resources: [`${bucket}/*`],
    },
  ];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function trail(
  { bucketName, accountId, region }: LogBucketPlace,
  prefixes: LogPrefixes,
): ResourceStatement[] {
  const principal = { services: ['cloudtrail.amazonaws.com'] };
  const bucket = `arn:aws:s3:::${bucketName}`;
  const source = { 'aws:SourceArn': `arn:aws:cloudtrail:${region}:${accountId}:trail/${names.trail}` };
  return [
    {
      sid: 'TrailLooks',
      principal,
      actions: ['s3:GetBucketAcl'],
      resources: [bucket],
      conditions: { StringEquals: source },
    },
    {
      sid: 'TrailWrites',
      principal,
      actions: ['s3:PutObject'],
      resources: [`${bucket}/${prefixes.trail}/AWSLogs/${accountId}/*`],
      conditions: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

function writers({ bucketName, accountId }: LogBucketPlace, prefixes: LogPrefixes): ResourceStatement[] {
  const bucket = `arn:aws:s3:::${bucketName}`;
  return [
    {
      // Our account is in the path, which the service keeps to. It does not promise to name the load balancer: with a
      // condition on that, setting up the log is refused.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
      sid: 'LoadBalancerWrites',
      principal: { services: ['logdelivery.elasticloadbalancing.amazonaws.com'] },
      actions: ['s3:PutObject'],
      resources: [`${bucket}/${prefixes.edge}/AWSLogs/${accountId}/*`],
    },
    {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
      sid: 'BucketsWrite',
      principal: { services: ['logging.s3.amazonaws.com'] },
      actions: ['s3:PutObject'],
      resources: [`${bucket}/${prefixes.buckets}*`],
      conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ];
}
