import { Failure } from '../failure.ts';
import type { Change } from '../terraform/plan-file.ts';

/** Types whose deletion loses what nobody can make again by applying: data, or the keys to it. */
const statefulTypes: Readonly<Record<string, string>> = {
  aws_db_instance: 'database',
  aws_rds_cluster: 'database',
  aws_db_instance_automated_backups_replication: 'backups of a database',
  aws_elasticache_replication_group: 'cache',
  aws_elasticache_cluster: 'cache',
  aws_msk_cluster: 'queue',
  aws_msk_serverless_cluster: 'queue',
  aws_kms_key: 'key: what it encrypted cannot be read without it',
  aws_kms_replica_key: 'key: what it encrypted cannot be read without it',
  aws_backup_vault: 'vault of backups',
  aws_s3_bucket: 'bucket',
  aws_ebs_volume: 'volume',
  aws_efs_file_system: 'volume',
  aws_ecr_repository: 'images',
  aws_secretsmanager_secret: 'secret',
  aws_cloudwatch_log_group: 'logs',
  aws_cloudtrail: 'audit trail',
  aws_route53_zone: 'DNS zone: a new one has other name servers',
  aws_eks_cluster: 'cluster with all that runs in it',
};

/** What a resource of this type holds, as a phrase; undefined when it can be made again as it was. */
export function heldBy(type: string): string | undefined {
  return statefulTypes[type];
}

/** The replacements and deletions among the changes that lose something, but those that were named. */
export function unnamedLosses(changes: readonly Change[], named: readonly string[]): readonly Change[] {
  return changes.filter(
    ({ address, mode, type, action }) =>
      mode === 'managed' &&
      (action === 'replace' || action === 'delete') &&
      heldBy(type) !== undefined &&
      !named.includes(address),
  );
}

/** Refuses a plan that loses something that nobody named by `--replace` (`stateful_lost`, exit refused). */
export function refuseLosses(losses: readonly Change[]): void {
  const [first] = losses;
  if (first === undefined) return;
  throw new Failure({
    code: 'stateful_lost',
    exit: 'refused',
    message:
      losses.length === 1
        ? `the plan would lose the ${heldBy(first.type)} ${first.address}`
        : `the plan would lose ${losses.length} things that hold state`,
    facts: Object.fromEntries(losses.map((loss) => [loss.address, explain(loss)])),
    next: `change it back, or name what may be lost: ${losses.map(({ address }) => `--replace '${address}'`).join(' ')}`,
  });
}

function explain({ type, action, replacedFor }: Change): string {
  const why = replacedFor.length === 0 ? '' : `, because of ${replacedFor.join(', ')}`;
  return `${heldBy(type)}: ${action === 'replace' ? 'replaced' : 'destroyed'}${why}`;
}
