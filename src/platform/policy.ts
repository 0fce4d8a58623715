import type { Environment } from '../environments/environment.ts';

/** Operator, key, value: `{ StringEquals: { 'aws:SourceAccount': '…' } }`. All of them must hold. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a role may do, and to what. Without `effect` it is allowed. */
export type Statement = {
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
};

/** Who may take a role. */
export type Trust = {
  readonly principal: { readonly [kind in 'Service' | 'AWS' | 'Federated']?: string };
  readonly actions: readonly string[];
  readonly conditions?: Conditions;
};

/** The policy of an identity, as IAM reads it. */
export function policyOf(statements: readonly Statement[]): string {
  return written(
    statements.map(({ effect, actions, resources, conditions }) => ({
      Effect: effect ?? 'Allow',
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  );
}

/** The policy that says who may take a role: any of them. */
export function trustOf(...trusts: readonly Trust[]): string {
  return written(
    trusts.map(({ principal, actions, conditions }) => ({
      Effect: 'Allow',
      Principal: principal,
      Action: actions,
      ...(conditions && { Condition: conditions }),
    })),
  );
}

/** The policy of a resource: who may do what to it, and what is denied to everybody. */
export function resourcePolicyOf(statements: readonly object[]): string {
  return written(statements);
}

function written(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** ARNs in the environment's account and region; `iam` for what has no region. */
export function arnsOf({ accountId, region }: Environment) {
  return {
    of: (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`,
    iam: (resource: string) => `arn:aws:iam::${accountId}:${resource}`,
    root: `arn:aws:iam::${accountId}:root`,
  };
}
