import type { Identity } from '../account/identity.ts';
import { Failure } from '../failure.ts';
import type { Change } from '../terraform/plan-file.ts';

/**
 * Refuses to take everything down as a role that is part of it (`destroyer_doomed`, exit refused): it would lose its
 * rights half-way, and could not even write down how far it came. `changes` are those of a plan to destroy.
 */
export function checkSurvives({ arn }: Identity, changes: readonly Change[]): void {
  const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  const doomed = changes.find(
    ({ type, before }) => type === 'aws_iam_role' && role !== undefined && before?.['name'] === role,
  );
  if (doomed === undefined) return;
  throw new Failure({
    code: 'destroyer_doomed',
    exit: 'refused',
    message: `these credentials are ${role}, a role that would be destroyed half-way`,
    facts: { credentials: arn, role: doomed.address },
    next: 'sign in as somebody who outlives the environment: by IAM Identity Center, or as OrganizationAccountAccessRole',
  });
}
