import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { DbInstance, type DbInstanceConfig } from '@cdktn/provider-aws/lib/db-instance/index.js';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import type { ITerraformDependable } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { databaseName } from '../../service/contract.ts';
import { names } from '../names.ts';
import { trustOf } from '../policy.ts';
import type { Heading } from '../state.ts';
import { databaseMaster } from './database-master.ts';
import { databaseLanding, type DatabaseLanding } from './database-landing.ts';

export type DatabaseGiven = {
  readonly environment: Environment;
  /** Private, one a zone. */
  readonly subnetIds: readonly string[];
  readonly groups: { readonly database: { readonly id: string } };
  readonly keys: Readonly<Record<'database' | 'secrets' | 'logs', { readonly arn: string }>>;
};

export type DatabaseHandles = {
  readonly shards: readonly DatabaseShard[];
  /** What every instance has, primary or replica, once its log groups exist. */
  readonly instance: (heading: Heading, identifier: string) => InstanceSettings;
  /** Where a restored one can be put. */
  readonly subnetGroup: string;
};

export type DatabaseShard = {
  readonly index: number;
  /** For whoever names it in another region, and has to wait for it. */
  readonly instance: ITerraformDependable;
  readonly identifier: string;
  readonly arn: string;
  readonly host: string;
  readonly port: number;
  /** The secret of the master user. */
  readonly masterSecretArn: string;
  /** Names the instance in IAM: `rds-db:connect` wants it instead of the identifier. */
  readonly resourceId: string;
};

type InstanceSettings = Omit<DbInstanceConfig, 'identifier'>;

export const databasePort = 5432;

/** The small hours in New York: every night the snapshot, on Sundays the maintenance after it. */
const backupWindow = '07:00-07:30';
const maintenanceWindow = 'sun:08:00-sun:09:00';

/**
 * The databases, one a shard, each in two zones. The service connects as roles that `migrate` makes. About 106 USD a month for a shard of `db.t3.medium` in two zones, before storage.
 */
export function database(heading: Heading, given: DatabaseGiven): DatabaseHandles {
  const landing = databaseLanding(heading, given);
  const settings = instanceSettings(heading, given, landing);
  const instance = (place: Heading, identifier: string) => ({
    ...settings,
    dependsOn: [...logGroups(place, identifier, given)],
  });
  const shards = Array.from({ length: given.environment.databaseShards }, (_, index) =>
    shard(heading, given, index, { ...landing, instance }),
  );
  return { shards, instance, subnetGroup: landing.subnetGroup };
}

function shard(
  heading: Heading,
  { environment, keys }: DatabaseGiven,
  index: number,
  { instance, subnetGroup }: Pick<DatabaseHandles, 'instance' | 'subnetGroup'>,
): DatabaseShard {
  const identifier = names.database(index);
  const { database: wanted, deletionProtection } = environment;
  const master = databaseMaster(heading, { environment, keys }, index);
  const made = new DbInstance(heading, `shard-${index}`, {
    ...instance(heading, identifier),
    identifier,
    engine: 'postgres',
    // The major version alone: the minor one is RDS's to raise in the maintenance window.
    engineVersion: environment.versions.postgres.split('.')[0] ?? '',
    engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    allowMajorVersionUpgrade: false,
    // A replica in the same region has its source's key, and AWS refuses to be told it.
    kmsKeyId: keys.database.arn,
    dbName: databaseName,
    username: master.username,
    passwordWo: master.password,
    passwordWoVersion: master.passwordVersion,
    allocatedStorage: wanted.allocatedGiB,
    dbSubnetGroupName: subnetGroup,
    multiAz: wanted.multiAz,
    backupRetentionPeriod: wanted.backupDays,
    deleteAutomatedBackups: !deletionProtection,
    skipFinalSnapshot: !deletionProtection,
    // With the commit, as a name that an earlier final snapshot has would keep the database from being deleted.
    ...(deletionProtection && { finalSnapshotIdentifier: `${identifier}-final-\${var.commit}` }),
  });
  return {
    index,
    instance: made,
    identifier: made.identifier,
    arn: made.arn,
    host: made.address,
    port: databasePort,
    masterSecretArn: master.secretArn,
    resourceId: made.resourceId,
  };
}

function instanceSettings(
  heading: Heading,
  given: DatabaseGiven,
  { parameterGroup }: DatabaseLanding,
): InstanceSettings {
  const { environment, groups, keys } = given;
  const role = monitoringRole(heading, environment);
  return {
    instanceClass: environment.database.instanceClass,
    port: databasePort,
    storageType: 'gp3',
    maxAllocatedStorage: environment.database.mostGiB,
    storageEncrypted: true,
    parameterGroupName: parameterGroup,
    vpcSecurityGroupIds: [groups.database.id],
    publiclyAccessible: false,
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    iamDatabaseAuthenticationEnabled: true,
    autoMinorVersionUpgrade: true,
    backupWindow,
    maintenanceWindow,
    applyImmediately: false,
    deletionProtection: environment.deletionProtection,
    copyTagsToSnapshot: true,
    enabledCloudwatchLogsExports: [...exportedLogs],
    monitoringInterval: 60,
    monitoringRoleArn: role.arn,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keys.database.arn,
    // Seven days cost nothing.
    performanceInsightsRetentionPeriod: 7,
    databaseInsightsMode: 'standard',
  };
}

const exportedLogs = ['postgresql', 'upgrade'] as const;

/** RDS would make them itself, for ever and without our key. */
function logGroups(
  heading: Heading,
  identifier: string,
  { keys }: DatabaseGiven,
): readonly CloudwatchLogGroup[] {
  return exportedLogs.map(
    (log) =>
      new CloudwatchLogGroup(heading, `${identifier}-${log}-log`, {
        name: names.databaseLogGroup(identifier, log),
        retentionInDays: 365,
        kmsKeyId: keys.logs.arn,
      }),
  );
}

/** Lets RDS write the figures of the operating system, once a minute. */
function monitoringRole(heading: Heading, { accountId }: Environment): IamRole {
  const role = new IamRole(heading, 'monitoring-role', {
    name: names.role('database-monitoring'),
    description: 'RDS writes the figures of its operating systems',
    assumeRolePolicy: trustOf({
      principal: { Service: 'monitoring.rds.amazonaws.com' },
      actions: ['sts:AssumeRole'],
      conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
    }),
  });
  new IamRolePolicyAttachment(heading, 'monitoring-policy', {
    role: role.name,
    policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
  });
  return role;
}
