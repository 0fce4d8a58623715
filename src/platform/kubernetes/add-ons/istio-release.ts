import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { istioImages } from './chart-versions.ts';
import {
  acrossZones,
  clusterPriority,
  sized,
  systemTolerations,
  type Resources,
  type Spread,
  type Toleration,
} from './placement.ts';

/** What the mesh says of itself: providers that Telemetry names. */
export type MeshConfig = { readonly extensionProviders: readonly object[] };

type Seccomp = { readonly type: 'RuntimeDefault' };

/** https://github.com/istio/istio/tree/master/manifests/charts/base */
type BaseValues = { readonly defaultRevision: string; readonly global: { readonly istioNamespace: string } };

/** https://github.com/istio/istio/tree/master/manifests/charts/istio-cni */
type CniValues = {
  readonly excludeNamespaces: readonly string[];
  readonly useAppArmorAnnotation: false;
  readonly resources: Resources;
  readonly seccompProfile: Seccomp;
  readonly global: { readonly hub: string; readonly logAsJson: boolean };
};

/** https://github.com/istio/istio/tree/master/manifests/charts/istio-control/istio-discovery */
type IstiodValues = {
  readonly autoscaleMin: number;
  readonly autoscaleMax: number;
  readonly resources: Resources;
  readonly seccompProfile: Seccomp;
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadConstraints: readonly Spread[];
  readonly cni: { readonly enabled: true };
  readonly meshConfig: MeshConfig & {
    readonly defaultConfig: { readonly holdApplicationUntilProxyStarts: true };
  };
  readonly pdb: { readonly minAvailable: number };
  readonly global: {
    readonly hub: string;
    readonly logAsJson: boolean;
    readonly priorityClassName: string;
    readonly proxy: { readonly resources: Resources };
  };
};

const seccompProfile = { type: 'RuntimeDefault' } as const;

/** The kinds of Istio, and who may read them. */
export const istioBase: AddOnPlan<BaseValues> = {
  name: 'istio-base',
  namespace: names.meshNamespace,
  needs: [],
  patienceMinutes: 2,
  values: { defaultRevision: 'default', global: { istioNamespace: names.meshNamespace } },
};

/**
 * It sets the rules of a pod's network from the node: without it every sidecar would do so from within its pod, with
 * rights that the restricted standard forbids. https://istio.io/latest/docs/setup/additional-setup/cni/
 */
export const istioCni: AddOnPlan<CniValues> = {
  name: 'istio-cni',
  namespace: names.nodeAgentsNamespace,
  needs: ['istio-base'],
  patienceMinutes: 5,
  values: {
    excludeNamespaces: [names.systemNamespace, names.nodeAgentsNamespace],
    // The field in its place: the API server warns of the annotation.
    useAppArmorAnnotation: false,
    resources: sized('50m', '128Mi'),
    seccompProfile,
    global: { hub: istioImages, logAsJson: true },
  },
};

/**
 * The mesh's control plane. The gateway is no release: its pods are ours (`mesh/gateway-pods.ts`), and istiod fills
 * in their proxy.
 */
export function istiod(meshConfig: MeshConfig): AddOnPlan<IstiodValues> {
  return {
    name: 'istiod',
    namespace: names.meshNamespace,
    needs: ['istio-base', 'istio-cni'],
    patienceMinutes: 5,
    values: {
      autoscaleMin: 2,
      autoscaleMax: 4,
      resources: sized('250m', '1Gi'),
      seccompProfile,
      tolerations: systemTolerations,
      topologySpreadConstraints: acrossZones({ app: 'istiod' }),
      cni: { enabled: true },
      meshConfig: { ...meshConfig, defaultConfig: { holdApplicationUntilProxyStarts: true } },
      pdb: { minAvailable: 1 },
      global: {
        hub: istioImages,
        logAsJson: true,
        priorityClassName: clusterPriority,
        proxy: { resources: sized('100m', '256Mi') },
      },
    },
  };
}
