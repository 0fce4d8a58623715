import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { ElasticacheParameterGroup } from '@cdktn/provider-aws/lib/elasticache-parameter-group/index.js';
import { ElasticacheReplicationGroup } from '@cdktn/provider-aws/lib/elasticache-replication-group/index.js';
import { ElasticacheSubnetGroup } from '@cdktn/provider-aws/lib/elasticache-subnet-group/index.js';
import { ElasticacheUserGroup } from '@cdktn/provider-aws/lib/elasticache-user-group/index.js';
import { ElasticacheUser } from '@cdktn/provider-aws/lib/elasticache-user/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type CacheGiven = {
  readonly environment: Environment;
  /** Private, one a zone. */
  readonly subnetIds: readonly string[];
  readonly groups: { readonly cache: { readonly id: string } };
  readonly keys: Readonly<Record<'cache' | 'logs', { readonly arn: string }>>;
  /** How many shards and replicas there are, and that a replica takes over. */
  readonly scaling: {
    readonly numNodeGroups: number;
    readonly replicasPerNodeGroup: number;
    readonly clusterMode: string;
    readonly automaticFailoverEnabled: boolean;
    readonly multiAzEnabled: boolean;
  };
};

export type CacheHandles = {
  readonly arn: string;
  /** The configuration endpoint: a client learns of the shards from it. */
  readonly host: string;
  readonly port: number;
  /** Who signs in with a token of IAM. */
  readonly user: string;
  readonly userArn: string;
};

export const cachePort = 6379;

const parameters: Readonly<Record<string, { readonly value: string; readonly why: string }>> = {
  'cluster-enabled': { value: 'yes', why: 'keys are spread over the shards' },
  'maxmemory-policy': {
    value: 'allkeys-lru',
    why: 'all of it can be made again; a full cache must not refuse',
  },
  'slowlog-log-slower-than': { value: '10000', why: 'µs: nothing that the service asks takes so long' },
  'reserved-memory-percent': { value: '25', why: 'a snapshot or a failover needs room beside the data' },
};

/**
 * The cache: shards with replicas in other zones, TLS only, and one user, who signs in through IAM. It holds what
 * can be made again, and snapshots only so that it need not start cold. About 74 USD a month for six `cache.t3.micro`.
 */
export function cache(heading: Heading, given: CacheGiven): CacheHandles {
  const { environment, keys, scaling } = given;
  const { users, app } = userGroup(heading);
  const subnets = new ElasticacheSubnetGroup(heading, 'subnets', {
    name: names.cache,
    description: 'Private subnets, one a zone',
    subnetIds: [...given.subnetIds],
  });
  const group = new ElasticacheReplicationGroup(heading, 'redis', {
    numNodeGroups: scaling.numNodeGroups,
    replicasPerNodeGroup: scaling.replicasPerNodeGroup,
    clusterMode: scaling.clusterMode,
    automaticFailoverEnabled: scaling.automaticFailoverEnabled,
    multiAzEnabled: scaling.multiAzEnabled,
    replicationGroupId: names.cache,
    description: 'Cache, sessions, leaderboards, rate limits and live notices',
    engine: 'redis',
    engineVersion: environment.versions.redis,
    nodeType: environment.cache.nodeType,
    port: cachePort,
    parameterGroupName: parameterGroup(heading, environment).name,
    subnetGroupName: subnets.name,
    securityGroupIds: [given.groups.cache.id],
    userGroupIds: [users.userGroupId],
    transitEncryptionEnabled: true,
    transitEncryptionMode: 'required',
    atRestEncryptionEnabled: 'true',
    kmsKeyId: keys.cache.arn,
    autoMinorVersionUpgrade: 'true',
    applyImmediately: false,
    // Hours of the night in America; Sunday, after the database’s own.
    snapshotWindow: '06:00-07:00',
    maintenanceWindow: 'sun:09:30-sun:10:30',
    snapshotRetentionLimit: 7,
    logDeliveryConfiguration: logs(heading, given),
  });
  return {
    arn: group.arn,
    host: group.configurationEndpointAddress,
    port: cachePort,
    user: app.userName,
    userArn: app.arn,
  };
}

function parameterGroup(heading: Heading, { versions }: Environment): ElasticacheParameterGroup {
  const family = `redis${versions.redis.split('.')[0]}`;
  return new ElasticacheParameterGroup(heading, 'parameters', {
    name: `${names.cache}-${family}`,
    description: 'Redis in cluster mode, as a cache',
    family,
    parameter: Object.entries(parameters).map(([name, { value }]) => ({ name, value })),
    lifecycle: { createBeforeDestroy: true },
  });
}

/**
 * A group must hold a user named `default`, whom every client is that signs in as nobody: ours is switched off. Both
 * access strings are written as ElastiCache gives them back, or every plan would find them changed.
 */
function userGroup(heading: Heading) {
  const nobody = new ElasticacheUser(heading, 'default-user', {
    userId: `${names.cache}-default`,
    userName: 'default',
    engine: 'redis',
    accessString: 'off -@all',
    noPasswordRequired: true,
  });
  // With IAM a user's id and name must be the same.
  const app = new ElasticacheUser(heading, 'app-user', {
    userId: names.application,
    userName: names.application,
    engine: 'redis',
    accessString:
      'on ~* &* -@all +@read +@write +@pubsub +@connection +@transaction +@scripting -@dangerous +cluster|slots +cluster|shards +cluster|nodes +info',
    authenticationMode: { type: 'iam' },
  });
  const users = new ElasticacheUserGroup(heading, 'users', {
    userGroupId: names.cache,
    engine: 'redis',
    userIds: [nobody.userId, app.userId],
  });
  return { users, app };
}

function logs(heading: Heading, { keys }: CacheGiven) {
  return (['slow-log', 'engine-log'] as const).map((logType) => {
    const group = new CloudwatchLogGroup(heading, logType, {
      name: names.logGroup(`redis/${logType}`),
      retentionInDays: 365,
      kmsKeyId: keys.logs.arn,
    });
    return { destination: group.name, destinationType: 'cloudwatch-logs', logFormat: 'json', logType };
  });
}
