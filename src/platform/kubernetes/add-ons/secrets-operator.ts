import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, clusterPriority, sized, systemTolerations } from './placement.ts';
import type { Resources, Spread, Toleration } from './placement.ts';

/** One of the chart's three Deployments. */
type Part = {
  readonly replicaCount: number;
  readonly resources: Resources;
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadConstraints: readonly Spread[];
  readonly priorityClassName: string;
  readonly podDisruptionBudget: { readonly enabled: true; readonly minAvailable: number };
};

/** https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets */
type ExternalSecretsValues = Part & {
  readonly installCRDs: true;
  readonly leaderElect: true;
  readonly scopedNamespace: string;
  readonly scopedRBAC: true;
  readonly serviceAccount: { readonly create: true; readonly name: string };
  readonly serviceMonitor: { readonly enabled: true };
  readonly webhook: Part;
  readonly certController: Part;
} & { readonly [kind in ClusterWide]: false };

type ClusterWide =
  | 'processClusterStore'
  | 'processClusterExternalSecret'
  | 'processClusterPushSecret'
  | 'processClusterGenerator'
  | 'processPushSecret';

function part(name: string, replicaCount: number, memory: string): Part {
  return {
    replicaCount,
    resources: sized('50m', memory),
    tolerations: systemTolerations,
    topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': name }),
    priorityClassName: clusterPriority,
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
  };
}

const account = 'external-secrets';

/**
 * It writes the secrets of Secrets Manager into our namespace, and has rights in no other; what renews the certificate
 * of its webhooks has them in all, as the chart makes it. Nothing is pushed back, and no store is shared by the cluster.
 */
export const externalSecrets: AddOnPlan<ExternalSecretsValues> = {
  name: 'external-secrets',
  namespace: names.secretsNamespace,
  awsAccount: account,
  needs: ['kube-prometheus-stack'],
  patienceMinutes: 5,
  values: {
    ...part('external-secrets', 2, '256Mi'),
    installCRDs: true,
    leaderElect: true,
    scopedNamespace: names.namespace,
    scopedRBAC: true,
    processClusterStore: false,
    processClusterExternalSecret: false,
    processClusterPushSecret: false,
    processClusterGenerator: false,
    processPushSecret: false,
    serviceAccount: { create: true, name: account },
    serviceMonitor: { enabled: true },
    webhook: part('external-secrets-webhook', 2, '128Mi'),
    certController: part('external-secrets-cert-controller', 2, '256Mi'),
  },
};
