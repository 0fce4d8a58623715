import { names } from '../../../platform/midcoast.ts';
import { declared, placeOf, references, valueAt, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

/** Where each type names the key that it is encrypted with; every path of a type must hold one of ours. */
const keyPaths: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ['kms_key_arn'],
  aws_cloudtrail: ['kms_key_id'],
  aws_cloudwatch_log_group: ['kms_key_id'],
  aws_codebuild_project: ['encryption_key'],
  aws_db_instance: ['kms_key_id'],
  aws_db_instance_automated_backups_replication: ['kms_key_id'],
  aws_ebs_volume: ['kms_key_id'],
  aws_ecr_repository: ['encryption_configuration.kms_key'],
  aws_efs_file_system: ['kms_key_id'],
  aws_eks_cluster: ['encryption_config.provider.key_arn'],
  aws_elasticache_replication_group: ['kms_key_id'],
  aws_launch_template: ['block_device_mappings.ebs.kms_key_id'],
  aws_msk_cluster: ['encryption_info.encryption_at_rest_kms_key_arn'],
  aws_secretsmanager_secret: ['kms_key_id'],
  aws_sns_topic: ['kms_master_key_id'],
};

/** Encryption that is off unless it is asked for, even where a key is named. */
const switches: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ['storage_encrypted'],
  aws_elasticache_replication_group: ['at_rest_encryption_enabled'],
  aws_launch_template: ['block_device_mappings.ebs.encrypted'],
};

const ownKey: Rule = {
  id: 'encrypted-with-our-key',
  says: 'Whatever holds data is encrypted with a key of ours, so that we decide who may read it.',
  mend: 'Hand the resource a key of security/data-security/data-security.ts, and switch its encryption on.',
  find: (platform) =>
    declared(platform, ...Object.keys(keyPaths)).flatMap((resource) => [
      ...missingKeys(resource).map((path) => ({
        where: placeOf(resource),
        seen: `${path} is ${JSON.stringify(valueAt(resource.attributes, path) ?? null)}, which is no key of ours`,
      })),
      ...(switches[resource.type] ?? [])
        .filter((path) => !inherits(resource) && !isOn(valueAt(resource.attributes, path)))
        .map((path) => ({ where: placeOf(resource), seen: `${path} is not true` })),
    ]),
};

const rotation: Rule = {
  id: 'keys-rotate',
  says: 'Every key that encrypts data rotates by itself.',
  mend: 'Set enable_key_rotation of the key.',
  find: (platform) =>
    declared(platform, 'aws_kms_key')
      .filter(({ attributes }) => (attributes['key_usage'] ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT')
      .filter(({ attributes }) => attributes['enable_key_rotation'] !== true)
      .map((key) => ({ where: placeOf(key), seen: 'enable_key_rotation is not true' })),
};

const buckets: Rule = {
  id: 'buckets-closed',
  says: 'Every bucket is encrypted, versioned and closed to the public in all four ways.',
  mend: 'Give the bucket its encryption, its versioning and its public access block.',
  find: (platform) =>
    declared(platform, 'aws_s3_bucket').flatMap((bucket) => {
      const companions = declared(platform).filter(
        ({ state, attributes }) =>
          state === bucket.state && references(attributes['bucket']).includes(bucket.address),
      );
      return bucketNeeds
        .filter(([type, holds]) => !companions.some((other) => other.type === type && holds(other)))
        .map(([type]) => ({ where: placeOf(bucket), seen: `no ${type} closes it` }));
    }),
};

const publicAccess = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
];

const bucketNeeds: readonly (readonly [string, (companion: Declared) => boolean])[] = [
  [
    'aws_s3_bucket_public_access_block',
    ({ attributes }) => publicAccess.every((key) => attributes[key] === true),
  ],
  [
    'aws_s3_bucket_versioning',
    ({ attributes }) => valueAt(attributes, 'versioning_configuration.status') === 'Enabled',
  ],
  ['aws_s3_bucket_server_side_encryption_configuration', () => true],
];

export const encryptionRules: readonly Rule[] = [ownKey, rotation, buckets];

function missingKeys(resource: Declared): readonly string[] {
  if (inherits(resource)) return [];
  const paths = keyPaths[resource.type] ?? [];
  return paths.filter((path) => !isOwnKey(valueAt(resource.attributes, path)));
}

/** By reference; or, for a key of the other state, by the ARN of its alias. */
function isOwnKey(value: unknown): boolean {
  const refers = references(value).some((address) => /^aws_kms_(key|replica_key|alias)\./.test(address));
  return refers || (typeof value === 'string' && value.includes(`:${names.key('')}`));
}

/** A replica in the region of its source has the source's key, and AWS refuses another. */
function inherits({ type, attributes }: Declared): boolean {
  const source = attributes['replicate_source_db'];
  return type === 'aws_db_instance' && typeof source === 'string' && source.endsWith('.identifier}');
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}
