import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import { names } from '../../names.ts';

/** What EKS's own view leaves out, by the group of the API: nodes, and the kinds of what we install. */
const seen: Readonly<Record<string, readonly string[]>> = {
  '': ['nodes', 'persistentvolumes'],
  'metrics.k8s.io': ['nodes', 'pods'],
  'scheduling.k8s.io': ['priorityclasses'],
  'storage.k8s.io': ['storageclasses'],
  'argoproj.io': ['rollouts', 'analysisruns', 'analysistemplates', 'experiments'],
  'autoscaling.k8s.io': ['verticalpodautoscalers'],
  'elbv2.k8s.aws': ['targetgroupbindings'],
  'external-secrets.io': ['externalsecrets', 'secretstores'],
  'karpenter.k8s.aws': ['ec2nodeclasses'],
  'karpenter.sh': ['nodeclaims', 'nodepools'],
  'monitoring.coreos.com': [
    'alertmanagerconfigs',
    'alertmanagers',
    'podmonitors',
    'prometheuses',
    'prometheusrules',
    'servicemonitors',
  ],
  'networking.istio.io': ['destinationrules', 'gateways', 'virtualservices'],
  'security.istio.io': ['authorizationpolicies', 'peerauthentications'],
  'telemetry.istio.io': ['telemetries'],
};

/** People who look: everything but secrets, and nothing to change. */
export function readers(): readonly [IClusterRole, IClusterRoleBinding] {
  const metadata = { name: names.readersRole };
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: Object.entries(seen).map(([group, resources]) => ({
        apiGroups: [group],
        resources: [...resources],
        verbs: ['get', 'list', 'watch'],
      })),
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: names.readers }],
    },
  ];
}
