import { names } from './names.ts';

/**
 * Roles by which the platform is deployed: its own two, and those by which an account is entered before there is
 * anything in it. Whoever makes the cluster must be one of them, since EKS asks for the key of its secrets as them.
 */
const deployers: readonly string[] = [
  names.role('deploy'),
  names.role('administrator'),
  'OrganizationAccountAccessRole',
  'AWSControlTowerExecution',
];

/** AWS alone makes roles there: those of IAM Identity Center, a permission set each. */
const identityCenter = { path: 'aws-reserved/sso.amazonaws.com/', prefix: 'AWSReservedSSO_' };

/** The same as patterns of ARNs, as `aws:PrincipalArn` is compared with. */
export function deployerArns(accountId: string): readonly string[] {
  return [...deployers, `${identityCenter.path}*`].map((role) => `arn:aws:iam::${accountId}:role/${role}`);
}

/** Whether who STS says it is, such as `arn:aws:sts::111122223333:assumed-role/midcoast-deploy/run-7`, is one of them. */
export function isDeployer(callerArn: string): boolean {
  const role = /:assumed-role\/([^/]+)\//.exec(callerArn)?.[1] ?? '';
  return deployers.includes(role) || role.startsWith(identityCenter.prefix);
}
