import { DeleteDBSnapshotCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../../platform/midcoast.ts';
import type { AwsClients } from './aws-clients.ts';

/**
 * Destroy keeps a last snapshot of every database, on purpose. Gives a fault for each database that has none, and
 * deletes them, as a person does who no longer wants them.
 */
export async function takeFinalSnapshots(
  { databaseShards }: Environment,
  { rds }: AwsClients,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let shard = 0; shard < databaseShards; shard += 1) {
    const database = names.database(shard);
    const { DBSnapshots = [] } = await rds.send(
      new DescribeDBSnapshotsCommand({ DBInstanceIdentifier: database }),
    );
    const last = DBSnapshots.filter(
      (one) => one.DBSnapshotIdentifier?.startsWith(`${database}-final`) === true,
    );
    if (last.length === 0) faults.push(`destroy left no last snapshot of ${database}`);
    for (const { DBSnapshotIdentifier } of last) {
      await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier }));
    }
  }
  return faults;
}
