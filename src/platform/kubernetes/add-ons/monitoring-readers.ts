import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { names } from '../../names.ts';

/**
 * People who look may forward ports of what watches: Grafana, Prometheus and Alertmanager, where whoever is on call
 * silences what is known. EKS's own view has no ports in it, and nowhere else may they be forwarded.
 */
export function monitoringReaders(): readonly [IRole, IRoleBinding] {
  const metadata = { name: names.readersRole, namespace: names.monitoringNamespace };
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: names.readers }],
    },
  ];
}
