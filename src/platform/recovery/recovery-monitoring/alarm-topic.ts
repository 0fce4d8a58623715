import { SnsTopicPolicy } from '@cdktn/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktn/provider-aws/lib/sns-topic-subscription/index.js';
import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic/index.js';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { resourcePolicy } from '../../resource-policy.ts';
import type { Heading } from '../../state.ts';

export type AlarmTopicGiven = {
  readonly environment: Environment;
  readonly keys: { readonly logs: { readonly arn: string } };
};

/** Who may tell us something: alarms, backups and their vault, databases. */
const tellers = ['cloudwatch.amazonaws.com', 'backup.amazonaws.com', 'events.rds.amazonaws.com'];

/**
 * Where everything that somebody must know of is said, encrypted, and mailed to the address of the environment.
 * AWS sends one mail first, and nothing more until its link was followed.
 */
export function alarmTopic(heading: Heading, { environment, keys }: AlarmTopicGiven): string {
  const { arn } = new SnsTopic(heading, 'topic', {
    name: names.alarmTopic,
    kmsMasterKeyId: keys.logs.arn,
  });
  new SnsTopicPolicy(heading, 'topic-policy', {
    arn,
    policy: resourcePolicy([
      {
        sid: 'ServicesTell',
        principal: { services: tellers },
        actions: ['sns:Publish'],
        resources: [arn],
        conditions: { StringEquals: { 'aws:SourceAccount': environment.accountId } },
      },
      {
        sid: 'OnlyEncrypted',
        denies: true,
        principal: 'anyone',
        actions: ['sns:Publish'],
        resources: [arn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]),
  });
  new SnsTopicSubscription(heading, 'topic-mail', {
    topicArn: arn,
    protocol: 'email',
    endpoint: environment.alarmEmail,
  });
  return arn;
}
