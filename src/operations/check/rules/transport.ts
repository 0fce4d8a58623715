import { blocks, declared, placeOf, references, textAt, valueAt, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';
import { statements } from '../policy-document.ts';

type Want = { readonly path: string; readonly values: readonly unknown[] };

/** What each type must be told so that nobody talks to it in the clear. */
const wants: Readonly<Record<string, readonly Want[]>> = {
  aws_elasticache_replication_group: [
    { path: 'transit_encryption_enabled', values: [true, 'true'] },
    { path: 'transit_encryption_mode', values: ['required'] },
  ],
  aws_msk_cluster: [
    { path: 'encryption_info.encryption_in_transit.client_broker', values: ['TLS'] },
    { path: 'encryption_info.encryption_in_transit.in_cluster', values: [true] },
  ],
  aws_lb_target_group: [{ path: 'protocol', values: ['HTTPS', 'TLS'] }],
};

const transit: Rule = {
  id: 'tls-everywhere',
  says: 'The load balancer, the cache and the queue talk TLS alone, to clients and among themselves.',
  mend: 'Set the attribute that is named to the value that is named.',
  find: (platform) => [
    ...declared(platform, ...Object.keys(wants)).flatMap((resource) =>
      (wants[resource.type] ?? [])
        .filter(({ path, values }) => !values.includes(valueAt(resource.attributes, path)))
        .map(({ path, values }) => ({
          where: placeOf(resource),
          seen: `${path} is ${JSON.stringify(valueAt(resource.attributes, path) ?? null)}, not ${String(values[0])}`,
        })),
    ),
    ...declared(platform, 'aws_lb_listener')
      .filter((listener) => !isSecure(listener))
      .map((listener) => ({
        where: placeOf(listener),
        seen: `answers ${textAt(listener.attributes, 'protocol')} with policy ${JSON.stringify(textAt(listener.attributes, 'ssl_policy'))}`,
      })),
  ],
};

const database: Rule = {
  id: 'database-asks-for-tls',
  says: 'PostgreSQL refuses whoever comes without TLS.',
  mend: 'Set rds.force_ssl to 1 in the parameter group, and bind the group to the database.',
  find: (platform) => {
    const strict = new Set(
      declared(platform, 'aws_db_parameter_group')
        .filter(({ attributes }) =>
          blocks(attributes, 'parameter').some(
            ({ name, value }) => name === 'rds.force_ssl' && String(value) === '1',
          ),
        )
        .map(({ state, address }) => `${state}/${address}`),
    );
    return declared(platform, 'aws_db_instance')
      .filter(
        ({ state, attributes }) =>
          !references(attributes['parameter_group_name']).some((address) =>
            strict.has(`${state}/${address}`),
          ),
      )
      .map((instance) => ({
        where: placeOf(instance),
        seen: 'no parameter group of it sets rds.force_ssl to 1',
      }));
  },
};

const buckets: Rule = {
  id: 'buckets-ask-for-tls',
  says: 'Every bucket refuses whoever comes without TLS.',
  mend: 'Deny s3:* in the bucket’s policy where aws:SecureTransport is false.',
  find: (platform) => {
    const strict = new Set(
      statements(platform)
        .filter(({ effect, conditions }) => effect === 'Deny' && isAboutTransport(conditions))
        .map(({ where }) => where),
    );
    const policies = declared(platform, 'aws_s3_bucket_policy').filter((policy) =>
      strict.has(placeOf(policy)),
    );
    return declared(platform, 'aws_s3_bucket')
      .filter(
        (bucket) =>
          !policies.some(
            ({ state, attributes }) =>
              state === bucket.state && references(attributes['bucket']).includes(bucket.address),
          ),
      )
      .map((bucket) => ({ where: placeOf(bucket), seen: 'its policy denies nobody who comes without TLS' }));
  },
};

export const transportRules: readonly Rule[] = [transit, database, buckets];

/** A listener on 80 may do one thing: send the caller to 443. */
function isSecure({ attributes }: Declared): boolean {
  if (valueAt(attributes, 'default_action.redirect.protocol') === 'HTTPS') return true;
  const policy = attributes['ssl_policy'];
  return ['HTTPS', 'TLS'].includes(String(attributes['protocol'])) && /TLS13/.test(String(policy));
}

function isAboutTransport(conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>): boolean {
  return String(conditions['Bool']?.['aws:SecureTransport']) === 'false';
}
