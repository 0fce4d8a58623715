import type { Alarm, Metric } from './alarm.ts';

/** The alarms of the cluster and of each broker: https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html */
export function queueAlarms(cluster: string, brokers: number): readonly Alarm[] {
  return [
    ...clusterAlarms(cluster),
    ...Array.from({ length: brokers }, (_, index) => brokerAlarms(cluster, String(index + 1))).flat(),
  ];
}

const kafka = (name: string, statistic: string, dimensions: Readonly<Record<string, string>>): Metric => ({
  namespace: 'AWS/Kafka',
  name,
  statistic,
  dimensions,
});

function clusterAlarms(cluster: string): readonly Alarm[] {
  const of = { 'Cluster Name': cluster };
  return [
    {
      name: 'kafka-controller',
      says: 'No broker leads the cluster: nothing can be decided in it',
      severity: 'page',
      measure: kafka('ActiveControllerCount', 'Maximum', of),
      when: 'below',
      threshold: 1,
      minutes: 10,
      silence: 'fault',
    },
    {
      name: 'kafka-offline-partitions',
      says: 'Partitions have no leader: what belongs there is neither written nor read',
      severity: 'page',
      measure: kafka('OfflinePartitionsCount', 'Maximum', of),
      when: 'above',
      threshold: 0,
      minutes: 5,
    },
  ];
}

function brokerAlarms(cluster: string, broker: string): readonly Alarm[] {
  const of = { 'Cluster Name': cluster, 'Broker ID': broker };
  const name = `kafka-broker-${broker}`;
  return [
    {
      name: `${name}-replication`,
      says: `Broker ${broker} leads partitions with a copy too few, or does not report: one more loss stops writing`,
      severity: 'page',
      measure: kafka('UnderReplicatedPartitions', 'Maximum', of),
      when: 'above',
      threshold: 0,
      // AWS restarts a broker at a time when it patches them, which takes less.
      minutes: 30,
      silence: 'fault',
    },
    {
      name: `${name}-storage`,
      says: `Broker ${broker} is nearly full and has not grown: look whether mostBrokerGiB is reached`,
      severity: 'page',
      measure: kafka('KafkaDataLogsDiskUsed', 'Maximum', of),
      when: 'above',
      threshold: 85,
      minutes: 10,
    },
    {
      name: `${name}-processor`,
      says: `Broker ${broker} has no room to take over another’s work: AWS advises at most 60 %`,
      severity: 'mail',
      measure: {
        expression: 'user + system',
        of: { user: kafka('CpuUser', 'Average', of), system: kafka('CpuSystem', 'Average', of) },
      },
      when: 'above',
      threshold: 60,
      minutes: 15,
    },
    {
      name: `${name}-heap`,
      says: `Broker ${broker} keeps more than 60 % of its heap after collection: too many partitions or clients`,
      severity: 'mail',
      measure: kafka('HeapMemoryAfterGC', 'Maximum', of),
      when: 'above',
      threshold: 60,
      minutes: 15,
    },
  ];
}
