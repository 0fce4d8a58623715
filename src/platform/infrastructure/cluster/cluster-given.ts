import type { TerraformResource } from 'cdktn';
import type { Environment } from '../../../environments/environment.ts';

/** What the cluster needs of the other headings. */
export type ClusterGiven = {
  readonly environment: Environment;
  readonly keys: Readonly<Record<'application' | 'logs', { readonly arn: string }>>;
  readonly privateSubnetIds: readonly string[];
  readonly groups: Readonly<Record<'cluster' | 'nodes', { readonly id: string }>>;
  readonly roles: Readonly<Record<ClusterRole, RoleGiven>>;
  /** Which service account has which role, by the role's purpose. */
  readonly pods: Readonly<Record<string, PodIdentity>>;
};

/** A role, and what gives it its rights: those have to be there first, and to stay until the end. */
export type RoleGiven = { readonly arn: string; readonly grants: readonly TerraformResource[] };

/** A service account, and the role that its pods have. */
export type PodIdentity = {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
};

type ClusterRole = 'cluster' | 'system-nodes' | 'karpenter-nodes' | 'administrator' | 'deploy' | 'read-only';
