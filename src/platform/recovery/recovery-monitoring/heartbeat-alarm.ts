import { names } from '../../names.ts';
import type { Alarm } from './alarm.ts';

/**
 * Whether an alert of the cluster would be heard of: Prometheus fires one all the time, and Alertmanager publishes it at
 * least every five minutes. Nothing in the cluster could tell that it no longer does. One period may stay empty while a
 * pod of Alertmanager moves to another node; three in a row are a fault.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 */
export const heartbeatAlarm: Alarm = {
  name: 'alerting-silent',
  says: 'Alerts of the cluster reach nobody: see docs/runbooks/alerting-silent.md',
  severity: 'page',
  measure: {
    namespace: 'AWS/SNS',
    name: 'NumberOfMessagesPublished',
    statistic: 'Sum',
    dimensions: { TopicName: names.heartbeatTopic },
  },
  when: 'below',
  threshold: 1,
  minutes: 15,
  periodMinutes: 5,
  silence: 'fault',
};
