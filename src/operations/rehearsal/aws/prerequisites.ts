import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import type { Environment, Region } from '../../../environments/environment.ts';
import { names } from '../../../platform/midcoast.ts';
import { bootstrapServiceRoles } from '../../account/service-roles.ts';
import type { AwsSettings } from './aws-settings.ts';

/**
 * Makes what is there before the first deploy, and is none of the states': the buckets of the states, the
 * roles of AWS services, and the zone of the domain where the environment says that it exists.
 */
export async function makePrerequisites(environment: Environment, settings: AwsSettings): Promise<void> {
  for (const region of [environment.region, environment.recoveryRegion]) {
    await makeStateBucket(environment, region, settings);
  }
  await bootstrapServiceRoles(settings('iam', environment.region));
  if (environment.hostedZone === 'create') return;
  const route53 = new Route53Client(settings('route53', environment.region));
  await route53.send(new CreateHostedZoneCommand({ Name: environment.domain, CallerReference: 'rehearsal' }));
}

async function makeStateBucket(environment: Environment, region: Region, settings: AwsSettings) {
  const s3 = new S3Client({ ...settings('s3', region), forcePathStyle: true });
  const Bucket = names.stateBucket(environment, region);
  // The first region of all takes no constraint: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  await s3.send(new CreateBucketCommand({ Bucket, ...place }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}
