import type { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import { EksPodIdentityAssociation } from '@cdktn/provider-aws/lib/eks-pod-identity-association/index.js';
import type { Heading } from '../../state.ts';
import { addonsWithRole } from './addons.ts';
import type { PodIdentity } from './cluster-given.ts';

/** Gives the service accounts their roles. Those of add-ons come with the add-on. */
export function podIdentities(
  heading: Heading,
  cluster: EksCluster,
  pods: Readonly<Record<string, PodIdentity>>,
): void {
  for (const [purpose, { namespace, serviceAccount, roleArn }] of Object.entries(pods)) {
    if (addonsWithRole.has(purpose)) continue;
    new EksPodIdentityAssociation(heading, `${purpose}-identity`, {
      clusterName: cluster.name,
      namespace,
      serviceAccount,
      roleArn,
    });
  }
}
