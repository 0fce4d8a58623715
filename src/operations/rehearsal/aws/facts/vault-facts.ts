import { DescribeBackupVaultCommand } from '@aws-sdk/client-backup';
import type { Environment } from '../../../../environments/environment.ts';
import { midcoast, names, type StateName } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import { declaredOne } from './declared-one.ts';
import type { Fact } from './fact.ts';

/** What an environment promises of the vault of one of its states. The lock is asked of moto, which holds it itself. */
export function vaultFacts(environment: Environment, state: StateName): readonly Fact[] {
  const { resources } = midcoast(environment).states[state];
  const lock = declaredOne(resources, 'aws_backup_vault_lock_configuration');
  const BackupVaultName = names.backupVault;
  const locked = ({ locks }: AwsClients) => locks.send(new DescribeBackupVaultCommand({ BackupVaultName }));
  return [
    {
      name: `${names.backupVault}: locked against early deletion, fewest and most days`,
      expected: [true, lock['min_retention_days'], lock['max_retention_days']],
      async see(aws) {
        const { Locked, MinRetentionDays, MaxRetentionDays } = await locked(aws);
        return [Locked, MinRetentionDays, MaxRetentionDays];
      },
    },
    {
      name: `${names.backupVault}: its lock cannot be lifted any more after some days`,
      expected: environment.vaultLock === 'compliance',
      see: async (aws) => (await locked(aws)).LockDate instanceof Date,
    },
    {
      name: `${names.backupVault}: encrypted with a key of ours`,
      expected: true,
      async see({ backup }) {
        const vault = await backup.send(new DescribeBackupVaultCommand({ BackupVaultName }));
        return /key\//.test(vault.EncryptionKeyArn ?? '');
      },
    },
  ];
}
