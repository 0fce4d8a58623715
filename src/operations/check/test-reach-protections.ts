import { lose, policy, put, type Removal } from './test-removal.ts';

/** Protections of what is reached and who may reach it, in the order of the rules. */
export const reachRemovals: readonly Removal[] = [
  lose(
    'the encryption of the database',
    'encrypted-with-our-key',
    'aws_db_instance',
    put('storage_encrypted', false),
  ),
  lose(
    'our key of the cache',
    'encrypted-with-our-key',
    'aws_elasticache_replication_group',
    put('kms_key_id'),
  ),
  lose(
    'our key of the brokers',
    'encrypted-with-our-key',
    'aws_msk_cluster',
    put('encryption_info.encryption_at_rest_kms_key_arn'),
  ),
  lose(
    'our key of the cluster’s secrets',
    'encrypted-with-our-key',
    'aws_eks_cluster',
    put('encryption_config'),
  ),
  lose(
    'our key of the images',
    'encrypted-with-our-key',
    'aws_ecr_repository',
    put('encryption_configuration'),
  ),
  lose('the rotation of keys', 'keys-rotate', 'aws_kms_key', put('enable_key_rotation', false)),
  lose(
    'the closed bucket',
    'buckets-closed',
    'aws_s3_bucket_public_access_block',
    put('block_public_policy', false),
  ),
  lose(
    'TLS of the cache',
    'tls-everywhere',
    'aws_elasticache_replication_group',
    put('transit_encryption_mode', 'preferred'),
  ),
  lose(
    'TLS of the brokers',
    'tls-everywhere',
    'aws_msk_cluster',
    put('encryption_info.encryption_in_transit.client_broker', 'TLS_PLAINTEXT'),
  ),
  lose(
    'TLS 1.3 at the edge',
    'tls-everywhere',
    'aws_lb_listener',
    put('ssl_policy', 'ELBSecurityPolicy-2016-08'),
  ),
  lose(
    'TLS of the database',
    'database-asks-for-tls',
    'aws_db_instance',
    put('parameter_group_name', 'default.postgres18'),
  ),
  lose(
    'the fence of the database',
    'one-open-door',
    'aws_vpc_security_group_ingress_rule',
    put('cidr_ipv4', '0.0.0.0/0'),
    /nodes_to_database/,
  ),
  lose(
    'the one port at the edge',
    ['one-open-door', 'groups-fit-calls'],
    'aws_vpc_security_group_ingress_rule',
    put('to_port', 8443),
    /internet_to_edge/,
  ),
  lose(
    'the one port to the internet',
    ['ways-out-are-named', 'groups-fit-calls'],
    'aws_vpc_security_group_egress_rule',
    put('to_port', 65_535),
    /nodes_to_internet/,
  ),
  lose(
    'the protocol of a rule',
    ['one-protocol-a-rule', 'groups-fit-calls'],
    'aws_vpc_security_group_ingress_rule',
    put('ip_protocol', '-1'),
    /nodes_to_cache/,
  ),
  lose(
    'the emptied default group',
    'default-groups-empty',
    'aws_default_security_group',
    put('vpc_id', 'vpc-1'),
  ),
  lose(
    'the firewall',
    'edge-behind-firewall',
    'aws_wafv2_web_acl_association',
    put('resource_arn', 'arn:aws:x'),
  ),
  lose(
    'the rate limit',
    'firewall-limits-rates',
    'aws_wafv2_web_acl',
    put('rule', [{ name: 'AWSManagedRulesKnownBadInputsRuleSet' }]),
  ),
  lose(
    'the private API of the cluster',
    'cluster-is-private',
    'aws_eks_cluster',
    put('vpc_config.endpoint_public_access', true),
  ),
  lose(
    'the token of the nodes’ metadata',
    'pods-cannot-be-nodes',
    'aws_launch_template',
    put('metadata_options.http_tokens', 'optional'),
  ),
  lose(
    'tags that never move',
    'images-never-change',
    'aws_ecr_repository',
    put('image_tag_mutability', 'MUTABLE'),
  ),
  lose(
    'the private address of the database',
    'stores-are-private',
    'aws_db_instance',
    put('publicly_accessible', true),
  ),
  lose(
    'the named caller of a queue',
    'no-wildcard-principal',
    'aws_sqs_queue_policy',
    put('policy', policy({ Principal: '*', Action: 'sqs:SendMessage' })),
  ),
  lose(
    'the narrow role of a machine',
    'no-star-on-star',
    'aws_iam_role_policy',
    put('policy', policy({ Action: '*', Resource: '*' })),
  ),
  lose(
    'the one environment of the pipeline',
    'pipeline-role-is-bound',
    'aws_iam_role',
    put(
      'assume_role_policy',
      policy({ Principal: { Federated: 'x' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
    ),
    /deploy/,
  ),
  lose(
    'the environment that the pipeline’s job comes from',
    'pipeline-is-trusted',
    'aws_iam_role',
    put(
      'assume_role_policy',
      policy({
        Principal: { Federated: 'x' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:midcoast/midcoast:environment:staging',
          },
        },
      }),
    ),
    /deploy/,
  ),
  lose(
    'the name of the pipeline’s runner',
    'pipeline-finds-its-runner',
    'aws_codebuild_project',
    put('name', 'midcoast-runner'),
  ),
];
