import { BackupVaultLockConfiguration } from '@cdktn/provider-aws/lib/backup-vault-lock-configuration/index.js';
import { BackupVaultPolicy } from '@cdktn/provider-aws/lib/backup-vault-policy/index.js';
import { BackupVault } from '@cdktn/provider-aws/lib/backup-vault/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { resourcePolicy } from '../resource-policy.ts';
import type { Heading } from '../state.ts';

export type BackupVaultGiven = {
  readonly environment: Environment;
  readonly keys: { readonly backup: { readonly arn: string } };
};

export type BackupVaultHandles = { readonly name: string; readonly arn: string };

/** Days that the lock lets a recovery point live: no plan of ours may ask for fewer or for more. */
export const lockedDays = { least: 7, most: 400 } as const;

/** Days in which a lock that was a mistake can still be lifted; after that nobody can, AWS included. */
const graceDays = 3;

/**
 * Where recovery points of a region lie. In compliance mode the vault is locked for good: a thief with every
 * permission of the account deletes nothing. In governance mode whoever may lift the lock can.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export function backupVault(heading: Heading, { environment, keys }: BackupVaultGiven): BackupVaultHandles {
  const forGood = environment.vaultLock === 'compliance';
  const vault = new BackupVault(heading, 'vault', {
    name: names.backupVault,
    kmsKeyArn: keys.backup.arn,
    forceDestroy: !forGood && !environment.deletionProtection,
  });
  new BackupVaultLockConfiguration(heading, 'vault-lock', {
    backupVaultName: vault.name,
    minRetentionDays: lockedDays.least,
    maxRetentionDays: lockedDays.most,
    ...(forGood && { changeableForDays: graceDays }),
  });
  if (forGood) {
    new BackupVaultPolicy(heading, 'vault-policy', {
      backupVaultName: vault.name,
      policy: resourcePolicy([
        {
          sid: 'NobodyDeletes',
          denies: true,
          principal: 'anyone',
          actions: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
          resources: ['*'],
        },
      ]),
    });
  }
  return { name: vault.name, arn: vault.arn };
}
