import { DbInstance, type DbInstanceConfig } from '@cdktn/provider-aws/lib/db-instance/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type DatabaseScalingGiven = {
  readonly environment: Environment;
  readonly shards: readonly { readonly index: number; readonly identifier: string }[];
  /** What every instance has, its log groups with it. */
  readonly instance: (heading: Heading, identifier: string) => Omit<DbInstanceConfig, 'identifier'>;
};

export type DatabaseReplica = {
  readonly shard: number;
  readonly name: string;
  readonly identifier: string;
  readonly arn: string;
  readonly host: string;
};

/** One that is promoted has backups from its first minute; until then those of its primary count. */
const replicaBackupDays = 7;

/**
 * Read replicas of each shard. Other ways to scale stand elsewhere: shards are `databaseShards` of the environment,
 * partitions the service's, and connections are pooled by the service within `connection-budget.ts`.
 * About 53 USD a month for a replica of `db.t3.medium`, before storage.
 */
export function databaseScaling(heading: Heading, given: DatabaseScalingGiven): readonly DatabaseReplica[] {
  const { readReplicas } = given.environment.database;
  return given.shards.flatMap((shard) =>
    Array.from({ length: readReplicas }, (_, replica) => readReplica(heading, given, shard, replica + 1)),
  );
}

function readReplica(
  heading: Heading,
  { instance }: DatabaseScalingGiven,
  shard: DatabaseScalingGiven['shards'][number],
  number: number,
): DatabaseReplica {
  const identifier = names.databaseReplica(shard.index, number);
  const made = new DbInstance(heading, `shard-${shard.index}-replica-${number}`, {
    ...instance(heading, identifier),
    identifier,
    replicateSourceDb: shard.identifier,
    backupRetentionPeriod: replicaBackupDays,
    // It can be made anew from the primary at any time.
    skipFinalSnapshot: true,
    multiAz: false,
  });
  return {
    shard: shard.index,
    name: identifier,
    identifier: made.identifier,
    arn: made.arn,
    host: made.address,
  };
}
