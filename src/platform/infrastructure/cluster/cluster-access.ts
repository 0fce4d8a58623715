import { EksAccessEntry } from '@cdktn/provider-aws/lib/eks-access-entry/index.js';
import { EksAccessPolicyAssociation } from '@cdktn/provider-aws/lib/eks-access-policy-association/index.js';
import type { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import type { ClusterGiven } from './cluster-given.ts';

/**
 * Who may use the Kubernetes API, and how far. `policy` is one of EKS's own; deploying installs definitions,
 * webhooks and roles of the whole cluster, for which nothing less is enough. The view of readers leaves out
 * secrets. What readers need of the definitions that we install, the role of their group gives.
 */
const entries = {
  administrator: { policy: 'AmazonEKSClusterAdminPolicy', groups: [] },
  deploy: { policy: 'AmazonEKSClusterAdminPolicy', groups: [] },
  'read-only': { policy: 'AmazonEKSViewPolicy', groups: [names.readers] },
} as const;

/** Access entries, and nothing in a config map. EKS adds that of the managed nodes by itself. */
export function clusterAccess(heading: Heading, cluster: EksCluster, roles: ClusterGiven['roles']): void {
  for (const [name, { policy, groups }] of Object.entries(entries)) {
    const principalArn = roles[name as keyof typeof entries].arn;
    const entry = new EksAccessEntry(heading, `${name}-entry`, {
      clusterName: cluster.name,
      principalArn,
      ...(groups.length > 0 && { kubernetesGroups: [...groups] }),
    });
    new EksAccessPolicyAssociation(heading, `${name}-access`, {
      clusterName: cluster.name,
      principalArn,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: 'cluster' },
      dependsOn: [entry],
    });
  }
  new EksAccessEntry(heading, 'karpenter-nodes-entry', {
    clusterName: cluster.name,
    principalArn: roles['karpenter-nodes'].arn,
    type: 'EC2_LINUX',
  });
}
