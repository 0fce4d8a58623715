import { IamOpenidConnectProvider } from '@cdktn/provider-aws/lib/iam-openid-connect-provider/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import type { TerraformResource } from 'cdktn';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { policyOf, trustOf } from '../../policy.ts';
import type { Heading } from '../../state.ts';
import { boundary } from './boundary.ts';
import { githubAudience, githubIssuer } from './github.ts';
import { machineRoles } from './machine-roles.ts';
import { peopleRoles } from './people-roles.ts';
import { pipelineRoles } from './pipeline-roles.ts';
import { controllerRoles, type Keys } from './pod-roles.ts';
import { processRoles } from './process-roles.ts';
import type { PodRole, Role } from './role.ts';

export type IdentityGiven = { readonly environment: Environment; readonly keys: Keys };

export type IdentityHandles = {
  /** The roles that other headings hand to AWS, or let in. */
  readonly roles: Readonly<Record<MachineRole | 'deploy' | 'administrator' | 'read-only', RoleHandle>>;
  /** Which service account has which role, by the role's purpose. */
  readonly pods: Readonly<Record<string, PodIdentity>>;
  readonly boundaryArn: string;
};

export type RoleHandle = {
  readonly arn: string;
  readonly name: string;
  /** What gives the role its rights: whoever is made with the role waits for these, and goes before them. */
  readonly grants: readonly TerraformResource[];
};
export type PodIdentity = {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
};

type MachineRole = keyof ReturnType<typeof machineRoles>;

/** Every role of the platform's own, from one table; the trust in GitHub; and the boundary of all roles. */
export function identity(heading: Heading, { environment, keys }: IdentityGiven): IdentityHandles {
  new IamOpenidConnectProvider(heading, 'github', {
    url: `https://${githubIssuer}`,
    clientIdList: [githubAudience],
  });
  const { pods, machines, pipeline, people } = roleTable(environment, keys);
  return {
    roles: eachOf({ ...machines, ...pipeline, ...people }, (purpose, row) =>
      role(heading, purpose, row),
    ) as IdentityHandles['roles'],
    pods: eachOf(pods, (purpose, row) => ({
      namespace: row.namespace,
      serviceAccount: row.serviceAccount,
      roleArn: role(heading, purpose, row).arn,
    })),
    boundaryArn: boundary(heading, environment),
  };
}

/** All roles, by who takes them. A role's name is `midcoast-` and its key. */
export function roleTable(environment: Environment, keys: Keys) {
  return {
    pods: { ...processRoles(environment), ...controllerRoles(environment, keys) } as Readonly<
      Record<string, PodRole>
    >,
    machines: machineRoles(environment, keys),
    pipeline: pipelineRoles(environment),
    people: peopleRoles(environment),
  };
}

function role(heading: Heading, purpose: string, row: Role): RoleHandle {
  const made = new IamRole(heading, purpose, {
    name: names.role(purpose),
    description: row.purpose,
    assumeRolePolicy: trustOf(row.trust, ...(row.alsoTrust ? [row.alsoTrust] : [])),
    ...(row.sessionSeconds !== undefined && { maxSessionDuration: row.sessionSeconds }),
  });
  const own =
    row.statements.length === 0
      ? []
      : [
          new IamRolePolicy(heading, `${purpose}-policy`, {
            name: names.role(purpose),
            role: made.name,
            policy: policyOf(row.statements),
          }),
        ];
  const managed = (row.managed ?? []).map(
    (policy) =>
      new IamRolePolicyAttachment(heading, `${purpose}-${policy.split('/').at(-1) ?? policy}`, {
        role: made.name,
        policyArn: `arn:aws:iam::aws:policy/${policy}`,
      }),
  );
  return { arn: made.arn, name: made.name, grants: [...own, ...managed] };
}

function eachOf<In, Out>(rows: Readonly<Record<string, In>>, made: (key: string, row: In) => Out) {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, made(key, row)]));
}
