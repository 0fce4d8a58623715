import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, clusterPriority, sized, systemTolerations } from './placement.ts';
import type { Resources, Spread, Toleration } from './placement.ts';

/** Meshes and gateways that the chart would otherwise give the controller rights over. */
const others = [
  'smi',
  'ambassador',
  'awsLoadBalancerController',
  'awsAppMesh',
  'traefik',
  'apisix',
  'contour',
  'glooPlatform',
  'gatewayAPI',
] as const;

/** https://github.com/argoproj/argo-helm/tree/main/charts/argo-rollouts */
type RolloutsValues = {
  readonly installCRDs: true;
  readonly controller: {
    readonly replicas: number;
    readonly resources: Resources;
    readonly tolerations: readonly Toleration[];
    readonly topologySpreadConstraints: readonly Spread[];
    readonly priorityClassName: string;
    readonly pdb: { readonly enabled: true; readonly maxUnavailable: number };
    readonly metrics: { readonly enabled: true; readonly serviceMonitor: { readonly enabled: true } };
    readonly logging: { readonly format: 'json' };
  };
  readonly providerRBAC: {
    readonly providers: { readonly istio: true } & Readonly<Record<(typeof others)[number], false>>;
  };
};

/** It moves weights of the mesh and asks Prometheus how the new version does. Its kinds come as templates. */
export const argoRollouts: AddOnPlan<RolloutsValues> = {
  name: 'argo-rollouts',
  namespace: names.rolloutsNamespace,
  needs: ['istio-base', 'kube-prometheus-stack'],
  patienceMinutes: 5,
  values: {
    installCRDs: true,
    controller: {
      replicas: 2,
      resources: sized('100m', '256Mi'),
      tolerations: systemTolerations,
      topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': 'argo-rollouts' }),
      priorityClassName: clusterPriority,
      pdb: { enabled: true, maxUnavailable: 1 },
      metrics: { enabled: true, serviceMonitor: { enabled: true } },
      logging: { format: 'json' },
    },
    providerRBAC: {
      providers: { istio: true, ...(Object.fromEntries(others.map((name) => [name, false])) as Refused) },
    },
  },
};

type Refused = Readonly<Record<(typeof others)[number], false>>;
