import type { Excuse } from './excuse.ts';

/** Every excuse for resources of AWS; `synth` writes them into `generated/`, so that a plain scan is green too. */
export const cloudExcuses: readonly Excuse[] = [
  {
    pack: 'checkov',
    id: 'CKV_AWS_339',
    addresses: ['aws_eks_cluster.cluster_cluster'],
    reason:
      'its list of versions ends before the one that we run; the rule versions-supported knows the dates',
  },
  {
    pack: 'checkov',
    id: 'CKV_AWS_157',
    addresses: ['aws_db_instance.database_scaling_shard_*_replica_*'],
    reason: 'a read replica is made again from its source, which stands in two zones',
  },
  {
    pack: 'checkov',
    id: 'CKV_AWS_145',
    addresses: ['aws_s3_bucket.account_logs'],
    reason: 'load balancers write their logs to buckets with keys of S3 alone',
  },
  {
    pack: 'checkov',
    id: 'CKV_AWS_144',
    addresses: ['aws_s3_bucket.account_logs', 'recovery: aws_s3_bucket.configuration_bucket'],
    reason: 'logs stay in the region they are of; the recovery region’s bucket is itself the copy',
  },
  {
    pack: 'checkov',
    id: 'CKV2_AWS_57',
    addresses: [
      'aws_secretsmanager_secret.connections_secret',
      'aws_secretsmanager_secret.data_security_contact_key',
      'aws_secretsmanager_secret.data_security_database_*',
      'aws_secretsmanager_secret.database_master_*',
      'aws_secretsmanager_secret.queue_secret',
    ],
    reason:
      'decision 014 says of each how it changes: the contact key never, or no duplicate would be known again',
  },
  {
    pack: 'checkov',
    id: 'CKV2_AWS_5',
    addresses: ['recovery: aws_security_group.network_security_*_group'],
    reason:
      'the fences stand in the recovery region before anything does, so that a recovery only adds to them',
  },
  {
    pack: 'checkov',
    id: 'CKV_AWS_61',
    addresses: ['aws_iam_role.identity_administrator', 'aws_iam_role.identity_read_only'],
    reason:
      'people take these by IAM Identity Center, which asks for the second factor, or as a user who has shown one',
  },
  {
    pack: 'checkov',
    id: 'CKV_AWS_252',
    addresses: ['aws_cloudtrail.account_trail'],
    reason: 'nobody reads a notice of every file that the trail writes; alarms look at what is in them',
  },
  {
    pack: 'trivy',
    id: 'AWS-0342',
    addresses: ['aws_iam_policy.identity_boundary'],
    reason: 'a boundary grants nothing; it names the roles that may be handed on, and to which services',
  },
  {
    pack: 'trivy',
    id: 'AWS-0053',
    addresses: ['aws_lb.edge_balancer'],
    reason: 'the one open door: 443, behind the firewall',
  },
  {
    pack: 'trivy',
    id: 'AWS-0163',
    addresses: ['aws_s3_bucket.account_logs'],
    reason: 'the bucket of all logs: a log of what is written to it would grow by itself',
  },
  {
    pack: 'trivy',
    id: 'AWS-0104',
    addresses: ['aws_vpc_security_group_egress_rule.network_security_*_to_internet_tcp_443_out'],
    reason: 'webhooks to buyers and calls to GitHub go to addresses that nobody knows beforehand',
  },
];
