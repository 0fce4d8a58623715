import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import type { Environment } from '../environments/environment.ts';
import { logBucket, logPrefixes } from './account/log-bucket.ts';
import { serviceRoles } from './account/service-roles.ts';
import { databaseLanding } from './infrastructure/database-landing.ts';
import { network } from './infrastructure/network/network.ts';
import { names } from './names.ts';
import { imageRepository } from './pipeline/image-repository.ts';
import { policyOf } from './policy.ts';
import { backupRole } from './recovery/backup-role.ts';
import { backupVault } from './recovery/backup-vault.ts';
import { configurationBucket } from './recovery/configuration-bucket.ts';
import { restoreAlarms } from './recovery/recovery-monitoring/backup-alarms.ts';
import { recoveryMonitoring } from './recovery/recovery-monitoring/recovery-monitoring.ts';
import { restoreTesting } from './recovery/restore-testing.ts';
import { dataSecurity } from './security/data-security/data-security.ts';
import { bindRoles, boundaryStatements } from './security/identity/boundary.ts';
import { networkAcls } from './security/network-security/acls.ts';
import { securityGroups } from './security/network-security/groups.ts';
import type { State } from './state.ts';

/**
 * The contents of the second state: what must stand in the recovery region before the first is lost. It names
 * nothing of the first region's state, so that it can be planned and applied while that is gone; and it is applied
 * before that one, which copies its secrets, backups and configuration to the keys, the vault and the bucket here
 * (decision 020).
 */
export function recoveryRegion(state: State, environment: Environment): void {
  const { region } = state;
  const account = state.heading('account');
  const place = { environment, region, clusterName: names.cluster };
  const keys = dataSecurity(state.heading('data-security'), {
    ...place,
    serviceRoles: serviceRoles(environment.accountId),
  });
  const logs = logBucket(account, place);
  const net = network(state.heading('network'), {
    ...place,
    keys,
    name: names.recoveryVpc,
    network: environment.recoveryNetwork,
  });
  const security = state.heading('network-security');
  networkAcls(security, net);
  const groups = securityGroups(security, { vpcId: net.vpcId, clusterName: names.cluster });
  const { subnetGroup } = databaseLanding(state.heading('database'), {
    environment,
    subnetIds: net.privateSubnetIds,
  });
  // Replication writes to a repository that is there, and would make one without our key where none is.
  if (environment.accountId === environment.registryAccountId)
    imageRepository(state.heading('registry'), { environment, key: keys.images });
  configurationBucket(state.heading('configuration'), {
    ...place,
    keys,
    logs,
    logPrefix: logPrefixes.buckets,
  });
  copies(state, environment, { keys, landing: { subnetGroup, groupId: groups.database.id } });
  bindRoles(state, boundary(state, environment));
}

type Copies = {
  readonly keys: ReturnType<typeof dataSecurity>;
  readonly landing: { readonly subnetGroup: string; readonly groupId: string };
};

/** The vault of the copies, the test that they can be restored, and who is told when they cannot. */
function copies(state: State, environment: Environment, { keys, landing }: Copies): void {
  const heading = state.heading('backup');
  const vault = backupVault(heading, { environment, keys });
  const roleArn = backupRole(heading, environment, `backup-${state.region}`);
  restoreTesting(heading, { vaultArn: vault.arn, roleArn, landing });
  recoveryMonitoring(state.heading('recovery-monitoring'), {
    environment,
    region: state.region,
    keys,
    vault,
    watches: [
      {
        title: 'Recovery time: restores of copies',
        alarms: restoreAlarms(environment.objectives.regionLoss.rtoMinutes, vault.name),
      },
    ],
  });
}

/** The same as in the first region's state, under a name of its own: neither may need the other's. */
function boundary(state: State, environment: Environment): string {
  return new IamPolicy(state.heading('identity'), 'boundary', {
    name: names.recoveryPermissionBoundary,
    description: 'The most that a role of a machine can do',
    policy: policyOf(boundaryStatements(environment)),
  }).arn;
}
