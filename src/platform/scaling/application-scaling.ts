import { CloudwatchEventRule } from '@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktn/provider-aws/lib/cloudwatch-event-target/index.js';
import { IamInstanceProfile } from '@cdktn/provider-aws/lib/iam-instance-profile/index.js';
import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktn/provider-aws/lib/sqs-queue-policy/index.js';
import { names } from '../names.ts';
import { resourcePolicy } from '../resource-policy.ts';
import type { Heading } from '../state.ts';

export type ApplicationScalingGiven = {
  /** The role that Karpenter gives to its nodes. */
  readonly nodesRole: { readonly name: string };
};

/** What AWS tells of nodes that will go, before they do, by the name of the rule that hears it. */
const warnings = {
  'spot-interruption': { source: 'aws.ec2', detail: 'EC2 Spot Instance Interruption Warning' },
  rebalance: { source: 'aws.ec2', detail: 'EC2 Instance Rebalance Recommendation' },
  'state-change': { source: 'aws.ec2', detail: 'EC2 Instance State-change Notification' },
  'scheduled-change': { source: 'aws.health', detail: 'AWS Health Event' },
  'capacity-reservation': {
    source: 'aws.ec2',
    detail: 'EC2 Capacity Reservation Instance Interruption Warning',
  },
} as const;

/** Seconds: a node that was warned of is gone after two minutes, and then nobody needs the warning. */
const retentionSeconds = 300;

/**
 * What Karpenter needs of AWS to scale the nodes of the application: a profile for them, and a queue of warnings,
 * so that pods move before their node goes.
 */
export function applicationScaling(heading: Heading, { nodesRole }: ApplicationScalingGiven): void {
  new IamInstanceProfile(heading, 'node-profile', { name: names.nodeProfile, role: nodesRole.name });
  const queue = new SqsQueue(heading, 'interruptions', {
    name: names.interruptionQueue,
    messageRetentionSeconds: retentionSeconds,
    sqsManagedSseEnabled: true,
  });
  const rules = Object.entries(warnings).map(([name, { source, detail }]) => {
    const rule = new CloudwatchEventRule(heading, name, {
      name: `${names.interruptionQueue}-${name}`,
      description: detail,
      eventPattern: JSON.stringify({ source: [source], 'detail-type': [detail] }),
    });
    new CloudwatchEventTarget(heading, `${name}-target`, { rule: rule.name, arn: queue.arn });
    return rule.arn;
  });
  new SqsQueuePolicy(heading, 'interruptions-policy', {
    queueUrl: queue.url,
    policy: queuePolicy(queue.arn, rules),
  });
}

/** The rules may send, and nobody without TLS may do anything. */
function queuePolicy(queueArn: string, ruleArns: readonly string[]): string {
  return resourcePolicy([
    {
      sid: 'SendWarnings',
      principal: { services: ['events.amazonaws.com'] },
      actions: ['sqs:SendMessage'],
      resources: [queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': ruleArns } },
    },
    {
      sid: 'RefusePlain',
      denies: true,
      principal: 'anyone',
      actions: ['sqs:*'],
      resources: [queueArn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}
