import {
  blocks,
  declared,
  numberAt,
  placeOf,
  references,
  textsAt,
  valueAt,
  type Declared,
} from '../../declaration.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { statements } from '../policy-document.ts';

/** A year, which an incident's investigation may need. */
const leastDays = 365;

const kept: Rule = {
  id: 'logs-kept-a-year',
  says: 'Every log group keeps its entries for a year.',
  mend: `Set retention_in_days of the log group to ${leastDays}.`,
  find: (platform) =>
    declared(platform, 'aws_cloudwatch_log_group')
      // 0 is AWS's word for ever.
      .filter(({ attributes }) => (numberAt(attributes, 'retention_in_days') ?? leastDays) < leastDays)
      .filter(({ attributes }) => numberAt(attributes, 'retention_in_days') !== 0)
      .map((group) => ({
        where: placeOf(group),
        seen: `keeps ${numberAt(group.attributes, 'retention_in_days') ?? 0} days`,
      })),
};

/** What each type must write down: a path that is set, and the least that it must hold. */
const written: Readonly<Record<string, (resource: Declared, platform: Platform) => string | undefined>> = {
  aws_db_instance: ({ attributes }) =>
    lacking(textsAt(attributes, 'enabled_cloudwatch_logs_exports'), ['postgresql', 'upgrade']),
  aws_eks_cluster: ({ attributes }) =>
    lacking(textsAt(attributes, 'enabled_cluster_log_types'), [
      'api',
      'audit',
      'authenticator',
      'controllerManager',
      'scheduler',
    ]),
  aws_msk_cluster: ({ attributes }) =>
    valueAt(attributes, 'logging_info.broker_logs.cloudwatch_logs.enabled') === true
      ? undefined
      : 'broker logs',
  aws_elasticache_replication_group: ({ attributes }) =>
    lacking(
      blocks(attributes, 'log_delivery_configuration').map(({ log_type: type }) => String(type)),
      ['slow-log', 'engine-log'],
    ),
  aws_vpc: (vpc, platform) => companion(platform, vpc, 'aws_flow_log', 'vpc_id'),
  aws_wafv2_web_acl: (acl, platform) =>
    companion(platform, acl, 'aws_wafv2_web_acl_logging_configuration', 'resource_arn'),
  aws_lb: ({ attributes }) =>
    valueAt(attributes, 'access_logs.enabled') === true ? undefined : 'access_logs',
};

const logged: Rule = {
  id: 'everything-writes-a-log',
  says: 'The network, the cluster, the database, the cache, the queue, the firewall and the load balancer write what they do.',
  mend: 'Switch on the log that is named.',
  find: (platform) =>
    declared(platform, ...Object.keys(written)).flatMap((resource) => {
      const lack = written[resource.type]?.(resource, platform);
      return lack === undefined ? [] : [{ where: placeOf(resource), seen: `does not write ${lack}` }];
    }),
};

const trail: Rule = {
  id: 'calls-are-recorded',
  says: 'A trail of all regions records who called AWS, and its files can be proved unchanged.',
  mend: 'Set is_multi_region_trail and enable_log_file_validation of the trail in account.ts.',
  find: (platform) => {
    const trails = declared(platform, 'aws_cloudtrail');
    if (trails.length === 0) return [{ where: 'platform', seen: 'there is no trail' }];
    return trails.flatMap((each) =>
      ['is_multi_region_trail', 'enable_log_file_validation']
        .filter((key) => each.attributes[key] !== true)
        .map((key) => ({ where: placeOf(each), seen: `${key} is not true` })),
    );
  },
};

const undeletable: Rule = {
  id: 'logs-cannot-be-deleted',
  says: 'Nobody deletes an object of the bucket that the trail writes to, whatever role they have.',
  mend: 'Deny s3:DeleteObject and s3:DeleteObjectVersion to everybody in the policy of the bucket, without a condition.',
  find: (platform) => {
    const denying = new Set(
      statements(platform)
        .filter(
          ({ effect, principals, conditions }) =>
            effect === 'Deny' && principals.includes('*') && Object.keys(conditions).length === 0,
        )
        .filter(({ actions }) =>
          ['s3:DeleteObject', 's3:DeleteObjectVersion'].every((action) => actions.includes(action)),
        )
        .map(({ where }) => where),
    );
    const kept = declared(platform, 'aws_s3_bucket_policy')
      .filter((policy) => denying.has(placeOf(policy)))
      .flatMap(({ attributes }) => references(attributes['bucket']));
    return declared(platform, 'aws_cloudtrail')
      .filter(
        ({ attributes }) => !references(attributes['s3_bucket_name']).some((bucket) => kept.includes(bucket)),
      )
      .map((each) => ({ where: placeOf(each), seen: 'objects of its bucket may be deleted' }));
  },
};

export const logKeepingRules: readonly Rule[] = [kept, logged, trail, undeletable];

function lacking(there: readonly string[], wanted: readonly string[]): string | undefined {
  const lack = wanted.filter((each) => !there.includes(each));
  return lack.length === 0 ? undefined : lack.join(', ');
}

function companion(platform: Platform, of: Declared, type: string, attribute: string): string | undefined {
  return declared(platform, type).some(
    ({ state, attributes }) => state === of.state && references(attributes[attribute]).includes(of.address),
  )
    ? undefined
    : type;
}
