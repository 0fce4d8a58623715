import type { Amount } from './amount.ts';

/** AWS’s own month: 365 days of 24 hours in twelve parts. */
export const hoursAMonth = 730;

/**
 * What traffic is assumed, a month. Low is a platform that has just opened: a million leads. High is thirty
 * million, 12 a second day and night. Everything else follows from them by what one lead was seen to cause.
 */
export const usage = {
  /** Millions of requests: each lead, its delivery’s answer, and people in the console. */
  millionRequests: { low: 3, high: 90 },
  /** GB out to the internet: answers, webhooks to buyers, the console. About 4 KB a lead. */
  internetOutGB: { low: 5, high: 120 },
  /** GB through all NAT gateways together: webhooks, and what the nodes fetch from outside. */
  natGB: { low: 50, high: 400 },
  /** GB through all interface endpoints together: images, logs, secrets. */
  endpointGB: { low: 50, high: 600 },
  /** GB each way between zones: replication of the database and of Kafka, and calls across. */
  interZoneGB: { low: 50, high: 1_500 },
  /** GB to the recovery region: backups, the replica of the database, images. */
  interRegionGB: { low: 30, high: 300 },
  /** Share of the data that another day has changed: what a further recovery point stores beside the first. */
  changedShareADay: { low: 0.005, high: 0.02 },
  /** GB of volumes that bear the tag of the backup: metrics of the cluster, and little else. */
  taggedVolumeGB: { low: 50, high: 110 },
  /** GB of the configuration that is copied, with its versions. */
  configurationGB: { low: 0.1, high: 1 },
  /** GB that a log group takes in. */
  logGB: { low: 0.5, high: 5 },
  /** GB of those that grow with traffic: flow logs, the firewall, the pods, the audit of the cluster. */
  busyLogGB: { low: 5, high: 100 },
  /** Capacity units of the load balancer: 25 new or 3,000 open connections, or 1 GB an hour each. */
  balancerUnits: { low: 1, high: 5 },
  /** GB of images: some 40 versions of one. */
  imageGB: { low: 5, high: 20 },
  /** GB in a bucket: access logs and the trail. */
  bucketGB: { low: 5, high: 200 },
  /** Thousands of writes to a bucket. */
  bucketThousandWrites: { low: 10, high: 500 },
  /** Tens of thousands of calls to one key: each object, message and secret asks for its data key. */
  keyTenThousandCalls: { low: 1, high: 50 },
  /** Tens of thousands of reads of one secret. */
  secretTenThousandCalls: { low: 0.1, high: 1 },
  /** Messages of alarms, in millions; those by e-mail in hundreds of thousands. */
  millionNotices: { low: 0.0001, high: 0.01 },
  hundredThousandMails: { low: 0.001, high: 0.05 },
  millionDnsQueries: { low: 1, high: 30 },
} as const satisfies Readonly<Record<string, Amount>>;
