import { Cloudtrail } from '@cdktn/provider-aws/lib/cloudtrail/index.js';
import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { policyOf, trustOf } from '../policy.ts';
import type { Heading } from '../state.ts';
import { logPrefixes, type LogBucket } from './log-bucket.ts';

export type TrailGiven = {
  readonly environment: Environment;
  readonly keys: { readonly audit: { readonly arn: string }; readonly logs: { readonly arn: string } };
  readonly logs: LogBucket;
};

/**
 * Who did what in the account, in all regions: in the bucket for good, signed so that a change would show, and in a
 * log group for alarms. The first trail of an account is free; reads of the states cost little.
 */
export function trail(heading: Heading, { environment, keys, logs }: TrailGiven): void {
  const logGroup = new CloudwatchLogGroup(heading, 'trail-logs', {
    name: names.logGroup('trail'),
    retentionInDays: 365,
    kmsKeyId: keys.logs.arn,
  });
  const role = new IamRole(heading, 'trail-role', {
    name: names.role('trail'),
    description: 'Lets the trail write to its log group',
    // Without a condition: CloudTrail takes this role without naming its trail or account, unlike the bucket.
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    assumeRolePolicy: trustOf({
      principal: { Service: 'cloudtrail.amazonaws.com' },
      actions: ['sts:AssumeRole'],
    }),
  });
  const writes = new IamRolePolicy(heading, 'trail-policy', {
    name: 'write-trail',
    role: role.id,
    policy: policyOf([
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroup.arn}:*`] },
    ]),
  });
  new Cloudtrail(heading, 'trail', {
    name: names.trail,
    s3BucketName: logs.name,
    s3KeyPrefix: logPrefixes.trail,
    cloudWatchLogsGroupArn: `${logGroup.arn}:*`,
    cloudWatchLogsRoleArn: role.arn,
    kmsKeyId: keys.audit.arn,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    advancedEventSelector: eventSelectors(environment),
    dependsOn: [logs.policy, writes],
  });
}

/** All that is done, and every look into Terraform's states. */
function eventSelectors(environment: Environment) {
  const states = [environment.region, environment.recoveryRegion].map(
    (region) => `arn:aws:s3:::${names.stateBucket(environment, region)}/`,
  );
  return [
    { name: 'management', fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }] },
    {
      name: 'states',
      fieldSelector: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
        { field: 'resources.ARN', startsWith: states },
      ],
    },
  ];
}
