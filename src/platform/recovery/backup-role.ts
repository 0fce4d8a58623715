import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { trustOf } from '../policy.ts';
import type { Heading } from '../state.ts';

/** Policies that AWS keeps itself, as what a backup has to read changes with each service. */
const managedPolicies = {
  backups: 'service-role/AWSBackupServiceRolePolicyForBackup',
  restores: 'service-role/AWSBackupServiceRolePolicyForRestores',
  'bucket-backups': 'AWSBackupServiceRolePolicyForS3Backup',
  'bucket-restores': 'AWSBackupServiceRolePolicyForS3Restore',
} as const;

/** The role that AWS Backup takes for us; its ARN. Each state has one, so that neither needs the other's. */
export function backupRole(heading: Heading, { accountId }: Environment, purpose: string): string {
  const role = new IamRole(heading, 'role', {
    name: names.role(purpose),
    description: 'AWS Backup reads what it backs up, and writes what it restores',
    assumeRolePolicy: trustOf({
      principal: { Service: 'backup.amazonaws.com' },
      actions: ['sts:AssumeRole'],
      conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
    }),
  });
  for (const [what, policy] of Object.entries(managedPolicies)) {
    new IamRolePolicyAttachment(heading, `role-${what}`, {
      role: role.name,
      policyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  }
  return role.arn;
}
