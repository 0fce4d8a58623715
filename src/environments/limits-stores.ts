import { brokerInstances, cacheNodes, databaseInstances } from './instances.ts';
import { oneOf, within, type Rule } from './limits-rule.ts';
import { partitionsPerBroker, replicationFactor } from './partitions.ts';

/** What holds data. */
export const storeRules: readonly Rule[] = [
  within('databaseShards', 1, 32, ({ databaseShards }) => databaseShards),
  oneOf('database.instanceClass', Object.keys(databaseInstances), ({ database }) => database.instanceClass),
  // The least and the most of gp3: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
  within('database.allocatedGiB', 20, 65_536, ({ database }) => database.allocatedGiB),
  {
    path: 'database.mostGiB',
    holds: ({ database }) =>
      Number.isInteger(database.mostGiB) && database.mostGiB >= Math.ceil(database.allocatedGiB * 1.26),
    allowed: ({ database }) =>
      `a whole number from ${Math.ceil(database.allocatedGiB * 1.26)} upwards: RDS wants 26 % of room above what is allocated to grow by itself`,
  },
  {
    path: 'database.multiAz',
    holds: ({ database, objectives }) => database.multiAz || objectives.zoneLoss.rpoMinutes > 0,
    allowed: 'true, where objectives.zoneLoss.rpoMinutes is 0: only a standby loses nothing with its zone',
  },
  within('database.readReplicas', 0, 5, ({ database }) => database.readReplicas),
  within('database.backupDays', 7, 35, ({ database }) => database.backupDays),
  oneOf('cache.nodeType', cacheNodes, ({ cache }) => cache.nodeType),
  within('cache.shards', 1, 90, ({ cache }) => cache.shards),
  within('cache.replicasPerShard', 1, 5, ({ cache }) => cache.replicasPerShard),
  {
    path: 'cache.shards',
    holds: ({ cache }) => !(cache.shards * (1 + cache.replicasPerShard) > 90),
    allowed: 'so few that nodes, replicas counted, are at most the 90 that AWS gives a cluster unasked',
  },
  oneOf('queue.instanceType', Object.keys(brokerInstances), ({ queue }) => queue.instanceType),
  {
    path: 'queue.brokers',
    holds: ({ queue, network }) => queue.brokers % Object.keys(network.zones).length === 0,
    allowed: ({ network }) =>
      `a multiple of ${Object.keys(network.zones).length}, the number of zones: MSK spreads brokers evenly`,
  },
  within('queue.brokers', replicationFactor, 30, ({ queue }) => queue.brokers),
  {
    path: 'queue.instanceType',
    holds: (environment) =>
      !(
        partitionsPerBroker(environment) >
        (brokerInstances[environment.queue.instanceType]?.mostPartitions ?? 0)
      ) || brokerInstances[environment.queue.instanceType] === undefined,
    allowed: (environment) =>
      `one that holds ${partitionsPerBroker(environment)} partitions a broker, or fewer workers, or more brokers`,
  },
  within('queue.brokerGiB', 1, 16_384, ({ queue }) => queue.brokerGiB),
  {
    path: 'queue.mostBrokerGiB',
    holds: ({ queue }) =>
      Number.isInteger(queue.mostBrokerGiB) &&
      queue.mostBrokerGiB > queue.brokerGiB &&
      queue.mostBrokerGiB <= 16_384,
    allowed: ({ queue }) => `a whole number from ${queue.brokerGiB + 1} to 16384, so that storage can grow`,
  },
];
