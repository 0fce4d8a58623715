import { blocks, numberAt, textAt } from '../declaration.ts';
import { fixed, times } from './amount.ts';
import { priced, type Classifications } from './classification.ts';
import { usage } from './usage.ts';

/** CloudWatch keeps logs compressed, at about a sixth of what came in. */
const compression = 0.15;
const daysAMonth = 30;

/** Logs that grow with traffic or with calls to the cluster, by their names. */
const busy = /flow-logs|aws-waf-logs|\/eks\/|\/application|\/pods/;

/** Logs, alarms, keys, secrets and buckets. */
export const watchingPricing: Classifications = {
  aws_cloudwatch_log_group: priced(({ attributes }) => {
    const taken = busy.test(textAt(attributes, 'name')) ? usage.busyLogGB : usage.logGB;
    const months = (numberAt(attributes, 'retention_in_days') ?? 365) / daysAMonth;
    return [
      { what: 'what comes in', quantity: taken, price: 'cloudwatch.logs_ingest_gb' },
      {
        what: `what is kept for ${Math.round(months)} months`,
        quantity: times(taken, months * compression),
        price: 'cloudwatch.logs_storage_gb_month',
      },
    ];
  }),
  aws_cloudwatch_metric_alarm: priced(({ attributes }) => {
    const metrics = blocks(attributes, 'metric_query').filter((query) => blocks(query, 'metric').length > 0);
    return [
      {
        what: metrics.length > 1 ? `an alarm on ${metrics.length} metrics` : 'an alarm',
        quantity: fixed(Math.max(metrics.length, 1)),
        price: 'cloudwatch.alarm_standard_month',
      },
    ];
  }),
  aws_cloudwatch_composite_alarm: priced(() => [
    { what: 'an alarm of alarms', quantity: fixed(1), price: 'cloudwatch.alarm_composite_month' },
  ]),
  aws_cloudwatch_dashboard: priced(() => [
    { what: 'a dashboard', quantity: fixed(1), price: 'cloudwatch.dashboard_month' },
  ]),
  aws_cloudwatch_log_metric_filter: priced(() => [
    { what: 'a metric', quantity: fixed(1), price: 'cloudwatch.metric_month_first_10k' },
  ]),
  aws_kms_key: priced(keyItems),
  aws_kms_replica_key: priced(keyItems),
  aws_secretsmanager_secret: priced(({ attributes }) => {
    const copies = 1 + blocks(attributes, 'replica').length;
    return [
      {
        what: copies > 1 ? `a secret in ${copies} regions` : 'a secret',
        quantity: fixed(copies),
        price: 'secrets_manager.secret_month',
      },
      {
        what: 'ten thousands of reads',
        quantity: usage.secretTenThousandCalls,
        price: 'secrets_manager.api_calls_10k',
      },
    ];
  }),
  aws_s3_bucket: priced(() => [
    { what: 'what lies in it', quantity: usage.bucketGB, price: 's3.standard_gb_month_first_50tb' },
    { what: 'thousands of writes', quantity: usage.bucketThousandWrites, price: 's3.put_copy_post_list_1k' },
  ]),
  aws_sns_topic: priced(() => [
    { what: 'millions of notices', quantity: usage.millionNotices, price: 'sns.publish_million' },
    { what: 'hundred thousands of e-mails', quantity: usage.hundredThousandMails, price: 'sns.email_100k' },
  ]),
};

/** The key, each yearly rotation of its first two years, and the calls. */
function keyItems() {
  return [
    {
      what: 'a key, with up to two rotations',
      quantity: { low: 1, high: 3 },
      price: 'kms.customer_key_month',
    },
    { what: 'ten thousands of calls', quantity: usage.keyTenThousandCalls, price: 'kms.requests_10k' },
  ];
}
