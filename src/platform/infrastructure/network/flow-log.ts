import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { FlowLog } from '@cdktn/provider-aws/lib/flow-log/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import type { Environment, Region } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { policyOf, trustOf } from '../../policy.ts';
import type { Heading } from '../../state.ts';

export type FlowLogGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly keys: { readonly logs: { readonly arn: string } };
};

/** Seconds over which a connection is summed up: the shortest that AWS has, so that an attack is seen in a minute. */
const aggregationSeconds = 60;

/** Every connection that the network took or refused, kept for a year. */
export function flowLog(heading: Heading, { environment, region, keys }: FlowLogGiven, vpcId: string): void {
  const logGroup = new CloudwatchLogGroup(heading, 'flow-logs', {
    name: names.logGroup('flow-logs'),
    retentionInDays: 365,
    kmsKeyId: keys.logs.arn,
  });
  // Roles belong to the account, not to a region, and each region's network has one.
  const role = new IamRole(heading, 'flow-logs-role', {
    name: names.role(`flow-logs-${region}`),
    description: 'Lets the network write its flow logs',
    assumeRolePolicy: trustOf({
      principal: { Service: 'vpc-flow-logs.amazonaws.com' },
      actions: ['sts:AssumeRole'],
      conditions: { StringEquals: { 'aws:SourceAccount': environment.accountId } },
    }),
  });
  new IamRolePolicy(heading, 'flow-logs-policy', {
    name: 'write-flow-logs',
    role: role.id,
    policy: policyOf([
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: [`${logGroup.arn}:*`],
      },
    ]),
  });
  new FlowLog(heading, 'flow-log', {
    vpcId,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: logGroup.arn,
    iamRoleArn: role.arn,
    maxAggregationInterval: aggregationSeconds,
    tags: { Name: names.logGroup('flow-logs') },
  });
}
