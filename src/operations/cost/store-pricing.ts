import { databaseInstances } from '../../environments/instances.ts';
import { numberAt, textAt, type Declared } from '../declaration.ts';
import { fixed, type Amount } from './amount.ts';
import { priced, type Classifications, type Item, type Surroundings } from './classification.ts';
import { hoursAMonth } from './usage.ts';

/** RDS includes as many days of its performance history; each month more is paid for. */
const freeInsightDays = 7;
const daysAMonth = 31;

/** Database, cache and queue. */
export const storePricing: Classifications = {
  aws_db_instance: priced(databaseItems),
  aws_db_instance_automated_backups_replication: priced(
    (_, { environment: { database, recoveryRegion } }) => [
      {
        what: 'backups in the recovery region, as large as the data',
        quantity: { low: database.allocatedGiB, high: database.mostGiB },
        price: 'rds_postgresql.backup_storage_gb_month',
        region: recoveryRegion,
      },
    ],
  ),
  aws_elasticache_replication_group: priced(({ attributes }) => {
    const nodeType = textAt(attributes, 'node_type');
    const shards = numberAt(attributes, 'num_node_groups') ?? 1;
    const nodes = shards * (1 + (numberAt(attributes, 'replicas_per_node_group') ?? 0));
    const snapshots = numberAt(attributes, 'snapshot_retention_limit') ?? 0;
    return [
      {
        what: `${nodes} nodes ${nodeType}`,
        quantity: fixed(nodes * hoursAMonth),
        price: `elasticache.${nodeType}_redis_oss_hour`,
      },
      {
        // The cache holds what can be made again, and little of it: half a GB a shard when it is full.
        what: `${snapshots} snapshots of ${shards} shards`,
        quantity: { low: 0.05 * shards * snapshots, high: 0.5 * shards * snapshots },
        price: 'elasticache.backup_gb_month',
      },
    ];
  }),
  aws_msk_cluster: priced(({ attributes }, { environment: { queue } }) => {
    const type = textAt(attributes, 'broker_node_group_info.instance_type');
    const brokers = numberAt(attributes, 'number_of_broker_nodes') ?? 0;
    const size = 'broker_node_group_info.storage_info.ebs_storage_info.volume_size';
    const gibibytes = numberAt(attributes, size) ?? queue.brokerGiB;
    return [
      {
        what: `${brokers} brokers ${type}`,
        quantity: fixed(brokers * hoursAMonth),
        price: `msk.${type}_broker_hour`,
      },
      {
        what: `their volumes of ${gibibytes} to ${queue.mostBrokerGiB} GiB`,
        quantity: { low: brokers * gibibytes, high: brokers * queue.mostBrokerGiB },
        price: 'msk.storage_gb_month',
      },
    ];
  }),
};

function databaseItems(
  { attributes }: Declared,
  { environment: { database } }: Surroundings,
): readonly Item[] {
  const instanceClass = textAt(attributes, 'instance_class');
  const zones = attributes['multi_az'] === true ? 'multi_az' : 'single_az';
  // A replica starts with the size of its source.
  const least = numberAt(attributes, 'allocated_storage') ?? database.allocatedGiB;
  const most = numberAt(attributes, 'max_allocated_storage') ?? least;
  return [
    {
      what: `an instance ${instanceClass}${zones === 'multi_az' ? ' with its standby' : ''}`,
      quantity: fixed(hoursAMonth),
      price: `rds_postgresql.${instanceClass}_${zones}_hour`,
    },
    {
      what: `storage of ${least} to ${most} GiB`,
      quantity: { low: least, high: most },
      price: `rds_postgresql.gp3_gb_month_${zones}`,
    },
    ...backupItems(attributes, { low: least, high: most }),
    ...insightItems(attributes, instanceClass),
  ];
}

/** As much as the instance’s storage is included; long retention of a busy database takes as much again. */
function backupItems(attributes: Declared['attributes'], { high }: Amount): readonly Item[] {
  const days = numberAt(attributes, 'backup_retention_period') ?? 0;
  if (days === 0) return [];
  return [
    {
      what: `${days} days of backups beyond what is included`,
      quantity: { low: 0, high },
      price: 'rds_postgresql.backup_storage_gb_month',
    },
  ];
}

function insightItems(attributes: Declared['attributes'], instanceClass: string): readonly Item[] {
  const days = numberAt(attributes, 'performance_insights_retention_period') ?? freeInsightDays;
  if (attributes['performance_insights_enabled'] !== true || days <= freeInsightDays) return [];
  const vcpus = databaseInstances[instanceClass]?.vcpus ?? 0;
  const months = Math.ceil(days / daysAMonth);
  return [
    {
      what: 'the first month of performance history',
      quantity: fixed(vcpus),
      price: 'rds_postgresql.performance_insights_first_month_vcpu_month',
    },
    {
      what: `${months - 1} months more of it`,
      quantity: fixed(vcpus * (months - 1)),
      price: 'rds_postgresql.performance_insights_each_further_month_vcpu_month',
    },
  ];
}
