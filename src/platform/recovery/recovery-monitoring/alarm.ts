import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktn/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';

/** A figure that AWS keeps. */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  /** Such as `Average`, `Sum`, `Maximum`, or a percentile: `p99`. */
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** A figure that is computed of others, each known to the expression by its key. */
export type Computed = { readonly expression: string; readonly of: Readonly<Record<string, Metric>> };

/** What is not right, and for how long before anybody is told. */
export type Alarm = {
  /** In kebab-case and unique; the alarm is `midcoast-<name>`. */
  readonly name: string;
  /** What it means, and what to look at first. */
  readonly says: string;
  /** `page` wakes somebody through `midcoast-alarm`; `mail` is read in the morning. */
  readonly severity: 'page' | 'mail';
  readonly measure: Metric | Computed;
  readonly when: 'above' | 'below';
  readonly threshold: number;
  readonly minutes: number;
  /** Minutes that one figure stands for; one, unless AWS reports less often. */
  readonly periodMinutes?: number;
  /**
   * What no figure means: nothing, unless silence itself is the fault. `fault once it spoke`: the alarm is told to have
   * no data, which no new one is, as it begins so.
   */
  readonly silence?: keyof typeof silences;
};

/** In the words of CloudWatch. */
const silences = { fault: 'breaching', 'fault once it spoke': 'missing' } as const;

/** @returns The name of the alarm. A mail is sent by the alarm itself, a page by the alarm over all. */
export function metricAlarm(heading: Heading, alarm: Alarm, topicArn: string): string {
  const period = (alarm.periodMinutes ?? 1) * 60;
  const silence = alarm.silence && silences[alarm.silence];
  const mails = alarm.severity === 'mail' && {
    alarmActions: [topicArn],
    okActions: [topicArn],
    ...(silence === 'missing' && { insufficientDataActions: [topicArn] }),
  };
  return new CloudwatchMetricAlarm(heading, alarm.name, {
    alarmName: names.alarmOf(alarm.name),
    alarmDescription: alarm.says,
    comparisonOperator: alarm.when === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    threshold: alarm.threshold,
    evaluationPeriods: (alarm.minutes * 60) / period,
    treatMissingData: silence ?? 'notBreaching',
    actionsEnabled: true,
    ...mails,
    ...('expression' in alarm.measure
      ? { metricQuery: queries(alarm.measure, alarm.says, period) }
      : { ...single(alarm.measure), period }),
  }).alarmName;
}

function single({ namespace, name, statistic, dimensions }: Metric) {
  const percentile = statistic.startsWith('p');
  return {
    namespace,
    metricName: name,
    dimensions: { ...dimensions },
    ...(percentile ? { extendedStatistic: statistic } : { statistic }),
  };
}

function queries(
  { expression, of }: Computed,
  label: string,
  period: number,
): CloudwatchMetricAlarmMetricQuery[] {
  const metrics = Object.entries(of).map(([id, { namespace, name, statistic, dimensions }]) => ({
    id,
    metric: { namespace, metricName: name, stat: statistic, period, dimensions: { ...dimensions } },
  }));
  return [{ id: 'result', expression, label, returnData: true }, ...metrics];
}
