import { lose, narrow, permitDeletion, property, put, type Removal } from './test-removal.ts';

const database = /\.database_shard/;

/** Protections of what is kept, watched and numbered, in the order of the rules. */
export const keptRemovals: readonly Removal[] = [
  lose(
    'a month of backups',
    'databases-restore-to-a-moment',
    'aws_db_instance',
    put('backup_retention_period', 1),
    database,
  ),
  lose(
    'the place in the backup plan',
    'databases-in-the-backup-plan',
    'aws_backup_selection',
    put('resources', []),
  ),
  lose(
    'the snapshots of the cache',
    'cache-keeps-snapshots',
    'aws_elasticache_replication_group',
    put('snapshot_retention_limit', 0),
  ),
  lose(
    'the backups in the other region',
    'backups-within-rpo',
    'aws_db_instance_automated_backups_replication',
    put('source_db_instance_arn', 'arn:aws:x'),
  ),
  lose(
    'the lock of the vault',
    'backup-plan-copies-daily',
    'aws_backup_vault_lock_configuration',
    put('backup_vault_name', 'other'),
  ),
  lose(
    'the alarms of the queue',
    'stateful-things-alarmed',
    'aws_cloudwatch_metric_alarm',
    (attributes) => void Object.assign(attributes, { dimensions: {}, metric_query: [] }),
    /monitoring_kafka/,
  ),
  lose(
    'what the composite alarm tells',
    'alarms-reach-people',
    'aws_cloudwatch_composite_alarm',
    put('alarm_actions', []),
  ),
  lose(
    'who hears the alarms',
    'alarms-reach-people',
    'aws_sns_topic_subscription',
    put('topic_arn', 'arn:aws:x'),
  ),
  lose(
    'the deletion protection of the database',
    'deletion-refused',
    'aws_db_instance',
    put('deletion_protection', false),
  ),
  lose(
    'the standby in another zone',
    'a-zone-may-be-lost',
    'aws_db_instance',
    put('multi_az', false),
    database,
  ),
  lose('a year of logs', 'logs-kept-a-year', 'aws_cloudwatch_log_group', put('retention_in_days', 30)),
  lose(
    'the audit of the cluster',
    'everything-writes-a-log',
    'aws_eks_cluster',
    put('enabled_cluster_log_types', ['api']),
  ),
  lose('the flow log of the network', 'everything-writes-a-log', 'aws_flow_log', put('vpc_id', 'vpc-1')),
  lose(
    'the proof of the trail',
    'calls-are-recorded',
    'aws_cloudtrail',
    put('enable_log_file_validation', false),
  ),
  lose(
    'the bucket from which nobody deletes',
    'logs-cannot-be-deleted',
    'aws_s3_bucket_policy',
    permitDeletion,
    /account_logs/,
  ),
  lose(
    'the restores that are tried',
    'restores-are-tested',
    'aws_backup_restore_testing_selection',
    put('protected_resource_type', 'EBS'),
  ),
  lose(
    'the limit of the budget',
    'spending-is-watched',
    'aws_budgets_budget',
    put('limit_amount', '1000000'),
  ),
  lose('the stated version', 'versions-of-the-environment', 'aws_eks_cluster', put('version', '1.33')),
  lose(
    'the even spread of the brokers',
    'brokers-spread-evenly',
    'aws_msk_cluster',
    put('number_of_broker_nodes', 4),
  ),
  lose(
    'the second copy of an event',
    'events-on-two-brokers',
    'aws_msk_configuration',
    property('min.insync.replicas', '1'),
  ),
  lose(
    'a partition for each worker',
    'partitions-feed-workers',
    'aws_msk_configuration',
    property('num.partitions', '3'),
  ),
  lose(
    'the sign-in at the brokers',
    'queue-asks-who-calls',
    'aws_msk_cluster',
    put('client_authentication.unauthenticated', true),
  ),
  lose(
    'the connections of the pods',
    'connections-within-budget',
    'aws_db_parameter_group',
    (attributes) => void narrow(attributes),
  ),
  lose(
    'the room of the pods',
    ['policies-fit-calls', 'subnets-hold-the-pods'],
    'aws_subnet',
    put('cidr_block', '10.0.1.0/27'),
    /private/,
  ),
  lose(
    'a group that is referred to',
    ['groups-fit-calls', 'references-resolve'],
    'aws_vpc_security_group_ingress_rule',
    put('referenced_security_group_id', '${aws_security_group.gone.id}'),
    /nodes_to_cache/,
  ),
  lose('the name of one file', 'names-of-one-file', 'aws_ecr_repository', put('name', 'app')),
];
