import { isDeployer } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { Planned } from '../plan/plan.ts';

/**
 * Refuses to make the cluster as somebody whom the key of its secrets does not name (`deployer_unknown`, exit refused):
 * EKS would refuse it itself, after half an hour of applying. An emulator knows no roles.
 */
export function refuseStranger({ identity, rehearsed, states, platform }: PlannedBy): void {
  const making = states
    .flatMap(({ plan }) => plan.changes)
    .find(({ type, action }) => type === 'aws_eks_cluster' && (action === 'create' || action === 'replace'));
  if (making === undefined || rehearsed || isDeployer(identity.arn)) return;
  throw new Failure({
    code: 'deployer_unknown',
    exit: 'refused',
    message: `the key of the cluster’s secrets lets no grant be made by ${identity.arn}, so that EKS would refuse to make ${making.address}`,
    facts: { credentials: identity.arn, environment: platform.environment.name },
    next: 'sign in by IAM Identity Center or as OrganizationAccountAccessRole, or add the role to src/platform/deployers.ts and run ./midcoast synth',
  });
}

type PlannedBy = Pick<Planned, 'identity' | 'rehearsed' | 'platform'> & {
  readonly states: readonly Pick<Planned['states'][number], 'plan'>[];
};
