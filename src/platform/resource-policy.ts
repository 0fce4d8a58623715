import { resourcePolicyOf, type Conditions } from './policy.ts';

/** What a resource lets others do with it. Allows, unless it says that it denies. */
export type ResourceStatement = {
  /** Letters and digits: what it is for. */
  readonly sid: string;
  readonly denies?: boolean;
  readonly principal: Principal;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
};

/**
 * `anyone` is for denials, and for the endpoints of a network, where a condition has to say who. An account stands
 * for whoever its own IAM policies allow. AWS refuses the name of a role that is not there yet, so that roles of
 * ours are named by the condition `aws:PrincipalArn` instead.
 */
export type Principal =
  | { readonly services: readonly string[] }
  | { readonly accounts: readonly string[] }
  | { readonly roles: readonly string[] }
  | 'anyone';

/** The JSON text of the policy, as AWS reads it. */
export function resourcePolicy(statements: readonly ResourceStatement[]): string {
  return resourcePolicyOf(
    statements.map(({ sid, denies, principal, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: denies === true ? 'Deny' : 'Allow',
      Principal: written(principal),
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  );
}

function written(principal: Principal): object | string {
  if (principal === 'anyone') return '*';
  if ('services' in principal) return { Service: principal.services };
  if ('roles' in principal) return { AWS: principal.roles };
  return { AWS: principal.accounts.map((account) => `arn:aws:iam::${account}:root`) };
}
