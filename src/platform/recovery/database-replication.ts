import { DbInstanceAutomatedBackupsReplication } from '@cdktn/provider-aws/lib/db-instance-automated-backups-replication/index.js';
import { AwsProvider } from '@cdktn/provider-aws/lib/provider/index.js';
import type { ITerraformDependable } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type DatabaseReplicationGiven = {
  readonly environment: Environment;
  readonly shards: readonly { readonly index: number; readonly instance: ITerraformDependable }[];
};

/**
 * Copies each database's snapshots and log to the recovery region, some five minutes behind: it can be restored there
 * to any moment, by a secret of its own. RDS is asked in the region that receives, so this needs a provider of that
 * region; it stands with the database because it cannot be made before it (decision 020).
 */
export function databaseReplication(
  heading: Heading,
  { environment, shards }: DatabaseReplicationGiven,
): void {
  const { accountId, recoveryRegion: region, database } = environment;
  const provider = new AwsProvider(heading, 'recovery-region', {
    alias: 'recovery',
    region,
    allowedAccountIds: [accountId],
  });
  for (const shard of shards) {
    new DbInstanceAutomatedBackupsReplication(heading, `shard-${shard.index}`, {
      provider,
      sourceDbInstanceArn: `arn:aws:rds:${environment.region}:${accountId}:db:${names.database(shard.index)}`,
      kmsKeyId: `arn:aws:kms:${region}:${accountId}:${names.key('database')}`,
      retentionPeriod: database.backupDays,
      dependsOn: [shard.instance],
      // AWS answers with the key that the alias stands for.
      lifecycle: { ignoreChanges: ['kms_key_id'] },
    });
  }
}
