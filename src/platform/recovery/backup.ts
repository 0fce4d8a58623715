import { BackupPlan } from '@cdktn/provider-aws/lib/backup-plan/index.js';
import {
  BackupSelection,
  type BackupSelectionConfig,
} from '@cdktn/provider-aws/lib/backup-selection/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { backupRole } from './backup-role.ts';
import { backupVault, type BackupVaultHandles } from './backup-vault.ts';
import { restoreTesting } from './restore-testing.ts';

export type BackupGiven = {
  readonly environment: Environment;
  readonly keys: { readonly backup: { readonly arn: string } };
  readonly shards: readonly { readonly arn: string }[];
  readonly configuration: { readonly arn: string };
  readonly landing: { readonly subnetGroup: string; readonly groupId: string };
};

export type BackupHandles = { readonly vault: BackupVaultHandles };

const monthlyDays = 365;

/**
 * What is copied when, and kept how long. Databases have more than this: RDS itself can go back to any five minutes
 * of `backupDays`, here and in the recovery region, and is the one owner of that; a plan that asked AWS Backup for
 * the same would take it over.
 */
export function backup(heading: Heading, given: BackupGiven): BackupHandles {
  const vault = backupVault(heading, given);
  const roleArn = backupRole(heading, given.environment, 'backup');
  const select = (plan: BackupPlan, name: string, what: Partial<BackupSelectionConfig>) =>
    new BackupSelection(heading, `${name}-selection`, {
      planId: plan.id,
      name,
      iamRoleArn: roleArn,
      ...what,
    });

  const plan = dailyPlan(heading, given.environment, vault);
  select(plan, 'database', { resources: given.shards.map(({ arn }) => arn) });
  select(plan, 'volumes', taggedVolumes(given.environment));
  select(configurationPlan(heading, given.environment, vault), 'configuration', {
    resources: [given.configuration.arn],
  });
  restoreTesting(heading, { vaultArn: vault.arn, roleArn, landing: given.landing });
  return { vault };
}

function dailyPlan(heading: Heading, environment: Environment, vault: BackupVaultHandles): BackupPlan {
  const days = environment.database.backupDays;
  return new BackupPlan(heading, 'plan', {
    name: names.backupPlan,
    rule: [
      rule(environment, vault, { ruleName: 'daily', schedule: 'cron(0 5 * * ? *)', days }),
      rule(environment, vault, { ruleName: 'monthly', schedule: 'cron(0 4 1 * ? *)', days: monthlyDays }),
    ],
  });
}

/** Named by kind, which counts even where the account has not opted in to backing volumes up. */
function taggedVolumes({ region, accountId }: Environment): Partial<BackupSelectionConfig> {
  const { key, value } = names.backupTag;
  return {
    resources: [`arn:aws:ec2:${region}:${accountId}:volume/*`],
    condition: [{ stringEquals: [{ key: `aws:ResourceTag/${key}`, value }] }],
  };
}

/** A plan of its own: what is continuous here would be so for every resource of the plan. */
function configurationPlan(
  heading: Heading,
  environment: Environment,
  vault: BackupVaultHandles,
): BackupPlan {
  const schedule = 'cron(0 6 * * ? *)';
  return new BackupPlan(heading, 'configuration-plan', {
    name: `${names.backupPlan}-configuration`,
    rule: [
      {
        ...rule(environment, vault, { ruleName: 'continuous', schedule, days: monthlyDays }),
        enableContinuousBackup: true,
        // As far back as AWS goes to any second; the copies, of a day each, stay for a year.
        lifecycle: { deleteAfter: 35 },
      },
    ],
  });
}

type Rule = { readonly ruleName: string; readonly schedule: string; readonly days: number };

/** A recovery point here and a copy in the recovery region, both kept as long. */
function rule(
  { accountId, recoveryRegion }: Environment,
  vault: BackupVaultHandles,
  { ruleName, schedule, days }: Rule,
) {
  return {
    ruleName,
    schedule,
    scheduleExpressionTimezone: 'Etc/UTC',
    targetVaultName: vault.name,
    // Minutes: what has not begun or ended by then is reported as expired.
    startWindow: 60,
    completionWindow: 360,
    lifecycle: { deleteAfter: days },
    copyAction: [
      {
        destinationVaultArn: `arn:aws:backup:${recoveryRegion}:${accountId}:backup-vault:${names.backupVault}`,
        lifecycle: { deleteAfter: days },
      },
    ],
  };
}
