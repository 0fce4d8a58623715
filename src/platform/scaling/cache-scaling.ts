import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';

/** How the cache is spread: the group takes it as it is, alarms name its nodes. */
export type CacheScaling = {
  readonly numNodeGroups: number;
  readonly replicasPerNodeGroup: number;
  readonly clusterMode: 'enabled';
  readonly automaticFailoverEnabled: true;
  readonly multiAzEnabled: true;
  readonly nodeIds: readonly string[];
};

/**
 * Shards share the keys out, and each has replicas in other zones, one of which takes over. ElastiCache adds and
 * removes shards while it serves; it would do so by itself only from `large` nodes upwards, so the environment
 * states how many:
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoScaling.html
 */
export function cacheScaling({ cache }: Environment): CacheScaling {
  return {
    numNodeGroups: cache.shards,
    replicasPerNodeGroup: cache.replicasPerShard,
    clusterMode: 'enabled',
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    nodeIds: numbers(cache.shards).flatMap((shard) =>
      numbers(1 + cache.replicasPerShard).map((node) => names.cacheNode(shard, node)),
    ),
  };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
