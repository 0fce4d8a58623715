import { BackupRestoreTestingPlan } from '@cdktn/provider-aws/lib/backup-restore-testing-plan/index.js';
import { BackupRestoreTestingSelection } from '@cdktn/provider-aws/lib/backup-restore-testing-selection/index.js';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type RestoreTestingGiven = {
  readonly vaultArn: string;
  readonly roleArn: string;
  /** Where a database is restored to. */
  readonly landing: { readonly subnetGroup: string; readonly groupId: string };
};

/** Sundays, when the backups of the night are through. */
const schedule = 'cron(0 12 ? * SUN *)';

/**
 * Restores the latest recovery point of the week, keeps it an hour for who wants to look at it, and throws it away:
 * a backup counts once it was restored. AWS reports each restore with the minutes that it took.
 */
export function restoreTesting(heading: Heading, { vaultArn, roleArn, landing }: RestoreTestingGiven): void {
  const plan = new BackupRestoreTestingPlan(heading, 'restore-test', {
    name: names.restoreTest,
    scheduleExpression: schedule,
    scheduleExpressionTimezone: 'Etc/UTC',
    startWindowHours: 1,
    recoveryPointSelection: [
      {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vaultArn],
        recoveryPointTypes: ['SNAPSHOT', 'CONTINUOUS'],
        selectionWindowDays: 7,
      },
    ],
  });
  const tested = { iamRoleArn: roleArn, restoreTestingPlanName: plan.name, protectedResourceArns: ['*'] };
  new BackupRestoreTestingSelection(heading, 'restore-test-database', {
    ...tested,
    name: 'database',
    protectedResourceType: 'RDS',
    validationWindowHours: 1,
    restoreMetadataOverrides: {
      dbSubnetGroupName: landing.subnetGroup,
      vpcSecurityGroupIds: JSON.stringify([landing.groupId]),
    },
  });
  new BackupRestoreTestingSelection(heading, 'restore-test-configuration', {
    ...tested,
    name: 'configuration',
    protectedResourceType: 'S3',
    validationWindowHours: 1,
  });
}
