import type { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import { EksPodIdentityAssociation } from '@cdktn/provider-aws/lib/eks-pod-identity-association/index.js';
import type { TerraformResource } from 'cdktn';
import type { Heading } from '../../state.ts';
import type { PodIdentity } from './cluster-given.ts';

/** Gives the service accounts their roles; each association by the purpose of its role. */
export function podIdentities(
  heading: Heading,
  cluster: EksCluster,
  pods: Readonly<Record<string, PodIdentity>>,
): Readonly<Record<string, TerraformResource>> {
  const associations = Object.entries(pods).map(([purpose, { namespace, serviceAccount, roleArn }]) => {
    const association = new EksPodIdentityAssociation(heading, `${purpose}-identity`, {
      clusterName: cluster.name,
      namespace,
      serviceAccount,
      roleArn,
    });
    return [purpose, association] as const;
  });
  return Object.fromEntries(associations);
}
