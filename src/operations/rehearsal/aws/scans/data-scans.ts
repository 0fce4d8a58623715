import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  type ServiceNamespace,
} from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeCacheParameterGroupsCommand,
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  DescribeUserGroupsCommand,
  DescribeUsersCommand,
} from '@aws-sdk/client-elasticache';
import {
  ListClustersCommand,
  ListConfigurationsCommand,
  ListScramSecretsCommand,
} from '@aws-sdk/client-kafka';
import {
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBProxiesCommand,
  DescribeDBSnapshotsCommand,
  DescribeDBSubnetGroupsCommand,
  DescribeEventSubscriptionsCommand,
} from '@aws-sdk/client-rds';
import type { AwsClients } from '../aws-clients.ts';
import { scan, type Scan } from './scan.ts';

/** Services whose things are scaled by Application Auto Scaling here; it lists one namespace at a time. */
const scaledNamespaces: readonly ServiceNamespace[] = ['kafka', 'rds'];

export const dataScans: readonly Scan[] = [
  scan(
    'aws_db_instance',
    async ({ rds }) =>
      ((await rds.send(new DescribeDBInstancesCommand())).DBInstances ?? []).map(
        (one) => one.DBInstanceIdentifier,
      ),
    'identifier',
  ),
  scan('aws_db_snapshot', async ({ rds }) =>
    ((await rds.send(new DescribeDBSnapshotsCommand())).DBSnapshots ?? [])
      .map((one) => one.DBSnapshotIdentifier)
      // AWS's own, of the automated backups: they outlive the database for their days, and go by themselves.
      .filter((identifier) => identifier?.startsWith('rds:') !== true),
  ),
  scan('aws_db_subnet_group', async ({ rds }) =>
    ((await rds.send(new DescribeDBSubnetGroupsCommand())).DBSubnetGroups ?? []).map(
      (group) => group.DBSubnetGroupName,
    ),
  ),
  scan('aws_db_parameter_group', async ({ rds }) =>
    ((await rds.send(new DescribeDBParameterGroupsCommand())).DBParameterGroups ?? []).map(
      (group) => group.DBParameterGroupName,
    ),
  ),
  scan('aws_db_proxy', async ({ rds }) =>
    ((await rds.send(new DescribeDBProxiesCommand())).DBProxies ?? []).map((proxy) => proxy.DBProxyName),
  ),
  scan('aws_db_event_subscription', async ({ rds }) =>
    ((await rds.send(new DescribeEventSubscriptionsCommand())).EventSubscriptionsList ?? []).map(
      (subscription) => subscription.CustSubscriptionId,
    ),
  ),
  scan('aws_elasticache_replication_group', async ({ elasticache }) =>
    ((await elasticache.send(new DescribeReplicationGroupsCommand())).ReplicationGroups ?? []).map(
      (group) => group.ReplicationGroupId,
    ),
  ),
  scan('aws_elasticache_subnet_group', async ({ elasticache }) =>
    ((await elasticache.send(new DescribeCacheSubnetGroupsCommand())).CacheSubnetGroups ?? []).map(
      (group) => group.CacheSubnetGroupName,
    ),
  ),
  scan('aws_elasticache_parameter_group', async ({ elasticache }) =>
    ((await elasticache.send(new DescribeCacheParameterGroupsCommand())).CacheParameterGroups ?? []).map(
      (group) => group.CacheParameterGroupName,
    ),
  ),
  scan('aws_elasticache_user', async ({ elasticache }) =>
    ((await elasticache.send(new DescribeUsersCommand())).Users ?? []).map((user) => user.UserId),
  ),
  scan('aws_elasticache_user_group', async ({ elasticache }) =>
    ((await elasticache.send(new DescribeUserGroupsCommand())).UserGroups ?? []).map(
      (group) => group.UserGroupId,
    ),
  ),
  scan('aws_msk_cluster', async (aws) => (await brokers(aws)).map(({ ClusterArn }) => ClusterArn)),
  scan('aws_msk_configuration', async ({ kafka }) =>
    ((await kafka.send(new ListConfigurationsCommand())).Configurations ?? []).map(({ Arn }) => Arn),
  ),
  scan('aws_msk_scram_secret_association', async (aws) => {
    const found = (await brokers(aws)).map(async ({ ClusterArn }) => {
      const { SecretArnList } = await aws.kafka.send(new ListScramSecretsCommand({ ClusterArn }));
      return (SecretArnList ?? []).length > 0 ? [ClusterArn] : [];
    });
    return (await Promise.all(found)).flat();
  }),
  scan(
    'aws_appautoscaling_target',
    async ({ scaling }) => {
      const lists = scaledNamespaces.map((ServiceNamespace) =>
        scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace })),
      );
      return (await Promise.all(lists)).flatMap(({ ScalableTargets }) =>
        (ScalableTargets ?? []).map((target) => target.ResourceId),
      );
    },
    'resource_id',
  ),
  scan(
    'aws_appautoscaling_policy',
    async ({ scaling }) => {
      const lists = scaledNamespaces.map((ServiceNamespace) =>
        scaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace })),
      );
      return (await Promise.all(lists)).flatMap(({ ScalingPolicies }) =>
        (ScalingPolicies ?? []).map((policy) => policy.PolicyARN),
      );
    },
    'arn',
  ),
];

async function brokers({ kafka }: AwsClients) {
  return (await kafka.send(new ListClustersCommand())).ClusterInfoList ?? [];
}
