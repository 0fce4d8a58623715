import { names } from '../../../platform/midcoast.ts';
import { declared, placeOf, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

/** Attributes by which AWS knows a thing, in all types together. */
const nameAttributes = [
  'bucket',
  'cluster_identifier',
  'cluster_name',
  'identifier',
  'replication_group_id',
  'secret_id',
] as const;

/** Types whose `name` is a physical name; in others it is a reference, a record or a word of AWS. */
const named: ReadonlySet<string> = new Set([
  'aws_backup_plan',
  'aws_backup_vault',
  'aws_cloudtrail',
  'aws_cloudwatch_log_group',
  'aws_codebuild_project',
  'aws_db_parameter_group',
  'aws_db_subnet_group',
  'aws_ecr_repository',
  'aws_eks_cluster',
  'aws_elasticache_parameter_group',
  'aws_elasticache_subnet_group',
  'aws_iam_policy',
  'aws_iam_role',
  'aws_kms_alias',
  'aws_lb',
  'aws_lb_target_group',
  'aws_msk_configuration',
  'aws_secretsmanager_secret',
  'aws_security_group',
  'aws_sns_topic',
  'aws_sqs_queue',
  'aws_wafv2_web_acl',
]);

/** `midcoast`, alone or with more words, after what AWS itself wants in front. */
const ours =
  /^(alias\/|\/|\/aws\/[a-z/-]+\/|AmazonMSK_|aws-waf-logs-|AWSServiceRoleFor|Karpenter\w*-)?midcoast([-_/][\w./-]*)?$/;

const fromNames: Rule = {
  id: 'names-of-one-file',
  says: `Every physical name is made by platform/names.ts and begins with ${names.namespace}.`,
  mend: 'Take the name from platform/names.ts, and add it there when it is new.',
  find: (platform) =>
    declared(platform).flatMap((resource) =>
      physicalNames(resource)
        .filter(([, name]) => !ours.test(name))
        .map(([key, name]) => ({ where: placeOf(resource), seen: `${key} is ${JSON.stringify(name)}` })),
    ),
};

const once: Rule = {
  id: 'names-stand-once',
  says: 'No two things of one kind in one state have the same name.',
  mend: 'Give one of the two a name of its own in platform/names.ts.',
  find: (platform) => {
    const first = new Map<string, string>();
    return declared(platform).flatMap((resource) =>
      physicalNames(resource).flatMap(([key, name]) => {
        const kind = `${resource.state} ${resource.type} ${key} ${name}`;
        const other = first.get(kind);
        first.set(kind, other ?? resource.address);
        return other === undefined || !identifies(resource, key)
          ? []
          : [{ where: placeOf(resource), seen: `has the name of ${other}: ${name}` }];
      }),
    );
  },
};

export const physicalNameRules: readonly Rule[] = [fromNames, once];

/** Names that are written out; what refers to another resource has its name from there. */
function physicalNames({ type, attributes }: Declared): readonly (readonly [string, string])[] {
  const keys = named.has(type) ? [...nameAttributes, 'name'] : nameAttributes;
  return keys.flatMap((key) => {
    const name = attributes[key];
    return typeof name === 'string' && !name.includes('${') ? [[key, name] as const] : [];
  });
}

/** A companion names what it belongs to: a bucket's policy its bucket, an add-on its cluster. */
function identifies({ type }: Declared, key: string): boolean {
  return named.has(type) && key === 'name' ? true : identities[type] === key;
}

const identities: Readonly<Record<string, string>> = {
  aws_s3_bucket: 'bucket',
  aws_db_instance: 'identifier',
  aws_elasticache_replication_group: 'replication_group_id',
  aws_msk_cluster: 'cluster_name',
};
