import { DescribeReplicationGroupsCommand } from '@aws-sdk/client-elasticache';
import {
  DescribeConfigurationRevisionCommand,
  ListClustersCommand,
  ListScramSecretsCommand,
} from '@aws-sdk/client-kafka';
import { DescribeDBInstancesCommand, DescribeDBParametersCommand } from '@aws-sdk/client-rds';
import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import type { Fact } from './fact.ts';

/** What an environment promises of its databases, its cache and its queue. */
export function dataFacts(environment: Environment): readonly Fact[] {
  const shards = Array.from({ length: environment.databaseShards }, (_, shard) => shard);
  return [
    ...shards.flatMap((shard) => databaseFacts(environment, shard)),
    ...cacheFacts(environment),
    ...queueFacts(environment),
  ];
}

function databaseFacts(environment: Environment, shard: number): readonly Fact[] {
  const { database, versions, deletionProtection } = environment;
  const identifier = names.database(shard);
  const ask = (aws: AwsClients) => describeDatabase(aws, identifier);
  const fact = (
    what: string,
    expected: unknown,
    pick: (found: Awaited<ReturnType<typeof describeDatabase>>) => unknown,
  ): Fact => ({ name: `${identifier}: ${what}`, expected, see: async (aws) => pick(await ask(aws)) });
  return [
    fact(
      'encrypted with a key of ours',
      true,
      (db) => db?.StorageEncrypted === true && /key\//.test(db.KmsKeyId ?? ''),
    ),
    fact('a standby in another zone', database.multiAz, (db) => db?.MultiAZ),
    fact('instance class', database.instanceClass, (db) => db?.DBInstanceClass),
    fact('storage, GiB', database.allocatedGiB, (db) => db?.AllocatedStorage),
    fact('storage grows up to, GiB', database.mostGiB, (db) => db?.MaxAllocatedStorage),
    // The minor version is AWS's to move.
    fact('major version', versions.postgres.split('.')[0], (db) => db?.EngineVersion?.split('.')[0]),
    fact('days of backups', database.backupDays, (db) => db?.BackupRetentionPeriod),
    fact('refuses to be deleted', deletionProtection, (db) => db?.DeletionProtection),
    fact('reachable from the internet', false, (db) => db?.PubliclyAccessible),
    fact('signs in by IAM', true, (db) => db?.IAMDatabaseAuthenticationEnabled),
    fact('enhanced monitoring, seconds', 60, (db) => db?.MonitoringInterval),
    tlsFact(identifier),
    ...replicaFacts(environment, shard),
  ];
}

function tlsFact(identifier: string): Fact {
  return {
    name: `${identifier}: refuses connections without TLS`,
    expected: '1',
    async see(aws) {
      const group = (await describeDatabase(aws, identifier))?.DBParameterGroups?.[0]?.DBParameterGroupName;
      const { Parameters = [] } = await aws.rds.send(
        new DescribeDBParametersCommand({ DBParameterGroupName: group, Source: 'user' }),
      );
      return Parameters.find(({ ParameterName }) => ParameterName === 'rds.force_ssl')?.ParameterValue;
    },
  };
}

function replicaFacts({ database }: Environment, shard: number): readonly Fact[] {
  const replicas = Array.from({ length: database.readReplicas }, (_, at) => at + 1);
  return replicas.map((replica): Fact => {
    const name = names.databaseReplica(shard, replica);
    return {
      name: `${name}: copies`,
      expected: names.database(shard),
      see: async (aws) => (await describeDatabase(aws, name))?.ReadReplicaSourceDBInstanceIdentifier,
    };
  });
}

function cacheFacts({ cache }: Environment): readonly Fact[] {
  const fact = (
    what: string,
    expected: unknown,
    pick: (found: Awaited<ReturnType<typeof describeCache>>) => unknown,
  ): Fact => ({
    name: `${names.cache}: ${what}`,
    expected,
    see: async (aws) => pick(await describeCache(aws)),
  });
  return [
    fact('shards', cache.shards, (group) => group?.NodeGroups?.length),
    fact('nodes', cache.shards * (1 + cache.replicasPerShard), (group) => group?.MemberClusters?.length),
    fact('node type', cache.nodeType, (group) => group?.CacheNodeType),
    fact('TLS', true, (group) => group?.TransitEncryptionEnabled),
    fact('encrypted at rest', true, (group) => group?.AtRestEncryptionEnabled),
    {
      name: `${names.cache}: encrypted with a key of ours`,
      expected: true,
      async see({ cacheKeys }) {
        const { ReplicationGroups: [group] = [] } = await cacheKeys.send(
          new DescribeReplicationGroupsCommand({ ReplicationGroupId: names.cache }),
        );
        return group?.AtRestEncryptionEnabled === true && /key\//.test(group.KmsKeyId ?? '');
      },
    },
    fact('fails over by itself', 'enabled', (group) => group?.AutomaticFailover),
    fact('in several zones', 'enabled', (group) => group?.MultiAZ),
    fact('users by group', 1, (group) => group?.UserGroupIds?.length),
    fact('snapshots are kept', true, (group) => (group?.SnapshotRetentionLimit ?? 0) > 0),
  ];
}

function queueFacts({ queue, versions }: Environment): readonly Fact[] {
  const fact = (
    what: string,
    expected: unknown,
    pick: (found: Awaited<ReturnType<typeof describeQueue>>) => unknown,
  ): Fact => ({
    name: `${names.queue}: ${what}`,
    expected,
    see: async (aws) => pick(await describeQueue(aws)),
  });
  return [
    fact('brokers', queue.brokers, (one) => one?.NumberOfBrokerNodes),
    fact('instance type', queue.instanceType, (one) => one?.BrokerNodeGroupInfo?.InstanceType),
    fact('version', versions.kafka, (one) => one?.CurrentBrokerSoftwareInfo?.KafkaVersion),
    fact(
      'storage a broker, GiB',
      queue.brokerGiB,
      (one) => one?.BrokerNodeGroupInfo?.StorageInfo?.EbsStorageInfo?.VolumeSize,
    ),
    fact('clients speak', 'TLS', (one) => one?.EncryptionInfo?.EncryptionInTransit?.ClientBroker),
    fact('brokers speak TLS', true, (one) => one?.EncryptionInfo?.EncryptionInTransit?.InCluster),
    fact('encrypted with a key of ours', true, (one) =>
      /key\//.test(one?.EncryptionInfo?.EncryptionAtRest?.DataVolumeKMSKeyId ?? ''),
    ),
    fact('SCRAM', true, (one) => one?.ClientAuthentication?.Sasl?.Scram?.Enabled),
    fact('IAM', true, (one) => one?.ClientAuthentication?.Sasl?.Iam?.Enabled),
    fact('lets strangers in', false, (one) => one?.ClientAuthentication?.Unauthenticated?.Enabled ?? false),
    ...queueDetailFacts,
  ];
}

const queueDetailFacts: readonly Fact[] = [
  {
    name: `${names.queue}: secrets of its users`,
    expected: true,
    async see(aws) {
      const ClusterArn = (await describeQueue(aws))?.ClusterArn;
      const { SecretArnList = [] } = await aws.kafka.send(new ListScramSecretsCommand({ ClusterArn }));
      return SecretArnList.length > 0;
    },
  },
  {
    name: `${names.queue}: durable by configuration`,
    expected: { 'auto.create.topics.enable': 'false', 'min.insync.replicas': '2' },
    async see(aws) {
      const info = (await describeQueue(aws))?.CurrentBrokerSoftwareInfo;
      const { ServerProperties } = await aws.kafka.send(
        new DescribeConfigurationRevisionCommand({
          Arn: info?.ConfigurationArn,
          Revision: info?.ConfigurationRevision ?? 1,
        }),
      );
      const properties = new Map(
        Buffer.from(ServerProperties ?? [])
          .toString('utf8')
          .split('\n')
          .map((line) => [line.split('=')[0]?.trim() ?? '', line.split('=')[1]?.trim() ?? '']),
      );
      const wanted = ['auto.create.topics.enable', 'min.insync.replicas'];
      return Object.fromEntries(wanted.map((name) => [name, properties.get(name)]));
    },
  },
];

async function describeDatabase({ rds }: AwsClients, DBInstanceIdentifier: string) {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
  return DBInstances[0];
}

async function describeCache({ elasticache }: AwsClients) {
  const { ReplicationGroups = [] } = await elasticache.send(
    new DescribeReplicationGroupsCommand({ ReplicationGroupId: names.cache }),
  );
  return ReplicationGroups[0];
}

async function describeQueue({ kafka }: AwsClients) {
  const { ClusterInfoList = [] } = await kafka.send(new ListClustersCommand());
  return ClusterInfoList.find(({ ClusterName }) => ClusterName === names.queue);
}
