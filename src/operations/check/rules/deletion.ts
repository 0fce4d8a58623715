import { names } from '../../../platform/midcoast.ts';
import { declared, numberAt, placeOf, valueAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

type Guard = { readonly path: string; readonly holds: (value: unknown) => boolean; readonly wanted: string };

const isTrue = (value: unknown) => value === true;
const isNotTrue = (value: unknown) => value !== true;

/** What refuses deletion, or keeps what was deleted for a while, by type. */
const guards: Readonly<Record<string, readonly Guard[]>> = {
  aws_db_instance: [
    { path: 'deletion_protection', holds: isTrue, wanted: 'true' },
    { path: 'skip_final_snapshot', holds: isNotTrue, wanted: 'false' },
  ],
  aws_lb: [{ path: 'enable_deletion_protection', holds: isTrue, wanted: 'true' }],
  aws_ecr_repository: [{ path: 'force_delete', holds: isNotTrue, wanted: 'false' }],
  aws_s3_bucket: [{ path: 'force_destroy', holds: isNotTrue, wanted: 'false' }],
  aws_backup_vault: [{ path: 'force_destroy', holds: isNotTrue, wanted: 'false' }],
  aws_secretsmanager_secret: [
    { path: 'recovery_window_in_days', holds: (value) => Number(value ?? 30) >= 7, wanted: 'at least 7' },
  ],
  aws_kms_key: [
    { path: 'deletion_window_in_days', holds: (value) => Number(value ?? 30) >= 30, wanted: '30' },
  ],
};

const protection: Rule = {
  id: 'deletion-refused',
  says: 'Where the environment asks for deletion protection, AWS itself refuses to delete what holds data.',
  mend: 'Follow environment.deletionProtection in the attribute that is named.',
  find: (platform) => {
    if (!platform.environment.deletionProtection) return [];
    return declared(platform, ...Object.keys(guards)).flatMap((resource) =>
      (guards[resource.type] ?? [])
        .filter(({ path }) => !isReplica(resource.attributes) || path !== 'skip_final_snapshot')
        // Terraform writes that secret again from what is there; it holds nothing that could be lost.
        .filter(() => resource.attributes['name'] !== names.connectionsSecret(platform.environment))
        .filter(({ path, holds }) => !holds(valueAt(resource.attributes, path)))
        .map(({ path, wanted }) => ({
          where: placeOf(resource),
          seen: `${path} is ${JSON.stringify(valueAt(resource.attributes, path) ?? null)}, not ${wanted}`,
        })),
    );
  },
};

const required: Rule = {
  id: 'production-is-protected',
  says: 'Production asks for deletion protection.',
  mend: 'Set deletionProtection of src/environments/production.ts.',
  find: ({ environment }) =>
    environment.name === 'production' && !environment.deletionProtection
      ? [{ where: 'environment.deletionProtection', seen: 'false' }]
      : [],
};

const zones: Rule = {
  id: 'a-zone-may-be-lost',
  says: 'Databases and the cache stand in two zones at least and fail over by themselves.',
  mend: 'Set multi_az of the database; replicas, multi_az_enabled and automatic_failover_enabled of the cache.',
  find: (platform) => [
    ...declared(platform, 'aws_db_instance')
      .filter(({ attributes }) => !isReplica(attributes) && attributes['multi_az'] !== true)
      .map((database) => ({ where: placeOf(database), seen: 'multi_az is not true' })),
    ...declared(platform, 'aws_elasticache_replication_group').flatMap((cache) => [
      ...['multi_az_enabled', 'automatic_failover_enabled']
        .filter((key) => cache.attributes[key] !== true)
        .map((key) => ({ where: placeOf(cache), seen: `${key} is not true` })),
      ...((numberAt(cache.attributes, 'replicas_per_node_group') ?? 0) < 1
        ? [{ where: placeOf(cache), seen: 'its shards have no replica' }]
        : []),
    ]),
  ],
};

export const deletionRules: readonly Rule[] = [protection, required, zones];

function isReplica(attributes: Readonly<Record<string, unknown>>): boolean {
  return attributes['replicate_source_db'] !== undefined;
}
