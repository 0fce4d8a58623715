import { SnsTopicPolicy } from '@cdktn/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktn/provider-aws/lib/sns-topic-subscription/index.js';
import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic/index.js';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { resourcePolicy, type ResourceStatement } from '../../resource-policy.ts';
import type { Heading } from '../../state.ts';

export type TopicsGiven = {
  readonly environment: Environment;
  readonly keys: { readonly logs: { readonly arn: string } };
};

/** ARNs: `alarms` wakes somebody, `notices` are read in the morning. */
export type Topics = { readonly alarms: string; readonly notices: string };

/**
 * Where everything that somebody must know of is said, encrypted, and mailed to the address of the environment. Two
 * topics, so that a pager can be subscribed to what wakes and to nothing else. AWS sends one mail first for each, and
 * nothing more until its link was followed.
 */
export function topics(heading: Heading, given: TopicsGiven): Topics {
  return {
    alarms: topic(heading, given, { id: 'topic', name: names.alarmTopic, tellers: ['cloudwatch'] }),
    notices: topic(heading, given, {
      id: 'notices',
      name: names.noticeTopic,
      tellers: ['cloudwatch', 'backup', 'events.rds'],
    }),
  };
}

/**
 * Where Alertmanager says every few minutes that alerts would arrive. Nobody is subscribed: an alarm counts what is
 * said, and silence is the fault.
 */
export function heartbeatTopic(heading: Heading, given: TopicsGiven): void {
  topic(heading, given, { id: 'heartbeat', name: names.heartbeatTopic, tellers: [], unread: true });
}

type Topic = {
  readonly id: string;
  readonly name: string;
  /** The services of AWS that may say something there; roles of the account may by their own policies. */
  readonly tellers: readonly string[];
  /** It is mailed to nobody. */
  readonly unread?: true;
};

function topic(heading: Heading, given: TopicsGiven, { id, name, tellers, unread }: Topic): string {
  const { environment, keys } = given;
  const { arn } = new SnsTopic(heading, id, { name, kmsMasterKeyId: keys.logs.arn });
  new SnsTopicPolicy(heading, `${id}-policy`, {
    arn,
    policy: resourcePolicy([
      ...(tellers.length === 0 ? [] : [servicesTell(environment, arn, tellers)]),
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
  if (!unread) {
    new SnsTopicSubscription(heading, `${id}-mail`, {
      topicArn: arn,
      protocol: 'email',
      endpoint: environment.alarmEmail,
    });
  }
  return arn;
}

function servicesTell({ accountId }: Environment, arn: string, tellers: Topic['tellers']): ResourceStatement {
  return {
    sid: 'ServicesTell',
    principal: { services: tellers.map((service) => `${service}.amazonaws.com`) },
    actions: ['sns:Publish'],
    resources: [arn],
    conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
  };
}
