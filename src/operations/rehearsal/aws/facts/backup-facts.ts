import {
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
} from '@aws-sdk/client-backup';
import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import type { Fact } from './fact.ts';
import { vaultFacts } from './vault-facts.ts';

/** What an environment promises of its backups: when, how long, where to, and of what. */
export function backupFacts(environment: Environment): readonly Fact[] {
  const { accountId, region, recoveryRegion } = environment;
  const { backupDays } = environment.database;
  const there = `arn:aws:backup:${recoveryRegion}:${accountId}:backup-vault:${names.backupVault}`;
  const databases = Array.from(
    { length: environment.databaseShards },
    (_, shard) => `arn:aws:rds:${region}:${accountId}:db:${names.database(shard)}`,
  );
  return [
    ...vaultFacts(environment, 'platform'),
    {
      name: `${names.backupPlan}: rules, each with its days here and in the recovery region`,
      expected: [`daily ${backupDays} ${backupDays} ${there}`, `monthly 365 365 ${there}`],
      async see(aws) {
        const { BackupPlan } = await planOf(aws);
        return (BackupPlan?.Rules ?? [])
          .map(({ RuleName, Lifecycle, CopyActions: [copy] = [] }) =>
            [
              RuleName,
              Lifecycle?.DeleteAfterDays,
              copy?.Lifecycle?.DeleteAfterDays,
              copy?.DestinationBackupVaultArn,
            ].join(' '),
          )
          .toSorted();
      },
    },
    {
      name: `${names.backupPlan}: backs up every database, and the volumes that bear the tag`,
      expected: [
        ...databases,
        `arn:aws:ec2:${region}:${accountId}:volume/* where ${names.backupTag.key} is ${names.backupTag.value}`,
      ].toSorted(),
      see: async (aws) => (await selectedBy(aws)).toSorted(),
    },
  ];
}

async function planOf({ backup }: AwsClients) {
  const { BackupPlansList = [] } = await backup.send(new ListBackupPlansCommand());
  const BackupPlanId = BackupPlansList.find((plan) => plan.BackupPlanName === names.backupPlan)?.BackupPlanId;
  return backup.send(new GetBackupPlanCommand({ BackupPlanId }));
}

async function selectedBy(aws: AwsClients): Promise<readonly string[]> {
  const { BackupPlanId } = await planOf(aws);
  const listed = await aws.backup.send(new ListBackupSelectionsCommand({ BackupPlanId }));
  const found = await Promise.all(
    (listed.BackupSelectionsList ?? []).map(({ SelectionId }) =>
      aws.backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId })),
    ),
  );
  return found.flatMap(({ BackupSelection: one }) => {
    const wanted = (one?.Conditions?.StringEquals ?? []).map(
      ({ ConditionKey = '', ConditionValue }) =>
        ` where ${ConditionKey.replace('aws:ResourceTag/', '')} is ${ConditionValue}`,
    );
    return (one?.Resources ?? []).map((resource) => `${resource}${wanted.join('')}`);
  });
}
