import { hole } from '../../holes.ts';
import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, oneAway, sized, systemTolerations } from './placement.ts';
import type { Resources, Spread, Toleration } from './placement.ts';

/** https://github.com/aws/eks-charts/tree/master/stable/aws-load-balancer-controller */
type LoadBalancerControllerValues = {
  readonly clusterName: string;
  readonly region: string;
  readonly vpcTags: { readonly Name: string };
  readonly replicaCount: number;
  readonly serviceAccount: { readonly create: true; readonly name: string };
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadConstraints: readonly Spread[];
  readonly podDisruptionBudget: typeof oneAway;
  readonly resources: Resources;
  readonly podSecurityContext: {
    readonly fsGroup: number;
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly securityContext: {
    readonly readOnlyRootFilesystem: true;
    readonly runAsNonRoot: true;
    readonly allowPrivilegeEscalation: false;
    readonly capabilities: { readonly drop: readonly ['ALL'] };
  };
  readonly createIngressClassResource: false;
  readonly ingressClassParams: { readonly create: false };
  readonly enableServiceMutatorWebhook: false;
  readonly enableBackendSecurityGroup: false;
  readonly enableShield: false;
  readonly enableWaf: false;
  readonly enableWafv2: false;
};

const account = 'aws-load-balancer-controller';

/**
 * It enters pods into target groups, and nothing more: load balancers, groups and firewall are Terraform's, and its
 * role could not make them. It knows the network by its name, since the metadata of the node is out of its reach.
 */
export const loadBalancerController: AddOnPlan<LoadBalancerControllerValues> = {
  name: 'aws-load-balancer-controller',
  namespace: names.systemNamespace,
  awsAccount: account,
  needs: [],
  patienceMinutes: 5,
  values: {
    clusterName: names.cluster,
    region: hole('REGION'),
    vpcTags: { Name: names.vpc },
    replicaCount: 2,
    serviceAccount: { create: true, name: account },
    tolerations: systemTolerations,
    topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': 'aws-load-balancer-controller' }),
    podDisruptionBudget: oneAway,
    resources: sized('100m', '256Mi'),
    podSecurityContext: { fsGroup: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: {
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    createIngressClassResource: false,
    ingressClassParams: { create: false },
    enableServiceMutatorWebhook: false,
    enableBackendSecurityGroup: false,
    enableShield: false,
    enableWaf: false,
    enableWafv2: false,
  },
};
