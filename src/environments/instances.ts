/** What AWS says of the instances that the environments may choose from: sizes on which limits are computed. */

type DatabaseInstance = { readonly vcpus: number; readonly memoryGiB: number };

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
export const databaseInstances: Readonly<Record<string, DatabaseInstance>> = {
  'db.t3.medium': { vcpus: 2, memoryGiB: 4 },
  'db.t3.large': { vcpus: 2, memoryGiB: 8 },
  'db.t4g.medium': { vcpus: 2, memoryGiB: 4 },
  'db.t4g.large': { vcpus: 2, memoryGiB: 8 },
  'db.m6g.large': { vcpus: 2, memoryGiB: 8 },
  'db.m6g.xlarge': { vcpus: 4, memoryGiB: 16 },
  'db.m7g.large': { vcpus: 2, memoryGiB: 8 },
  'db.m7g.xlarge': { vcpus: 4, memoryGiB: 16 },
  'db.m7g.2xlarge': { vcpus: 8, memoryGiB: 32 },
  'db.r7g.large': { vcpus: 2, memoryGiB: 16 },
  'db.r7g.xlarge': { vcpus: 4, memoryGiB: 32 },
};

/** Machines of the cluster's system, of either processor. */
export const nodeInstances = [
  't3.medium',
  't3.large',
  't4g.medium',
  't4g.large',
  'm6i.large',
  'm6i.xlarge',
  'm7g.large',
  'm7g.xlarge',
  'c7g.large',
] as const;

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html */
export const cacheNodes = [
  'cache.t3.micro',
  'cache.t3.small',
  'cache.t3.medium',
  'cache.t4g.micro',
  'cache.t4g.small',
  'cache.t4g.medium',
  'cache.m7g.large',
  'cache.r7g.large',
] as const;

type BrokerInstance = {
  /** Partitions, replicas counted, that AWS advises a broker to hold at most. */
  readonly mostPartitions: number;
};

/** https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html#partitions-per-broker */
export const brokerInstances: Readonly<Record<string, BrokerInstance>> = {
  'kafka.t3.small': { mostPartitions: 300 },
  'kafka.m5.large': { mostPartitions: 1_000 },
  'kafka.m5.xlarge': { mostPartitions: 1_000 },
  'kafka.m7g.large': { mostPartitions: 1_000 },
  'kafka.m7g.xlarge': { mostPartitions: 1_000 },
  'kafka.m7g.2xlarge': { mostPartitions: 2_000 },
};
