import type { Environment } from '../../../environments/environment.ts';
import type { Manifest } from '../../manifest.ts';
import { applicationNamespace } from './application-namespace.ts';
import { networkPolicies, type NetworkPoliciesGiven } from './network-policies.ts';
import { readers } from './readers.ts';
import { secretStore } from './secret-store.ts';
import { serviceAccounts } from './service-accounts.ts';

export type ClusterIdentityGiven = NetworkPoliciesGiven & { readonly environment: Environment };

/**
 * Who is who in the cluster, and who may do what: the namespace and its standard, an account of its own for every
 * process, the secrets of each, who may talk to whom, and what people may see. It comes before all else.
 *
 * Administrators and the pipeline have their rights from EKS (`cluster-access.ts`): installing definitions and
 * webhooks takes those of an administrator. Processes have none at all.
 */
export function clusterIdentity(given: ClusterIdentityGiven): readonly Manifest[] {
  return [
    applicationNamespace(given.environment),
    ...serviceAccounts(),
    ...readers(),
    ...secretStore(given.environment),
    ...networkPolicies(given),
  ];
}
