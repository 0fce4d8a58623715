import type { AddOn } from '../../../platform/midcoast.ts';

type AddOnName = AddOn['name'];

/** Where a chart lies in a Go module, and how what lies there differs from what is released. */
export type ChartSource = {
  readonly module: string;
  readonly folder: string;
  /** Of the chart or of what it installs, as the module says it. */
  readonly version: string;
  /** Values that a release of the maker writes into the chart's own. */
  readonly released?: (version: string) => object;
};

/** The `go.mod` that names the modules, each in one version. Its `go.sum` vouches for the charts in them. */
export const chartPins = 'src/operations/rehearsal/cluster/charts';

const istio = {
  module: 'istio.io/istio',
  version: '1.31.0',
  released: (tag: string) => ({ global: { tag } }),
} as const;

/**
 * The charts that are rendered: those that their makers keep in a Go module. Modules are not tagged with every
 * release of a chart, so most are a little older than what is installed.
 */
export const chartSources: Readonly<Partial<Record<AddOnName, ChartSource>>> = {
  'karpenter-crd': karpenterChart('karpenter-crd'),
  karpenter: karpenterChart('karpenter'),
  'istio-base': { ...istio, folder: 'manifests/charts/base' },
  'istio-cni': { ...istio, folder: 'manifests/charts/istio-cni' },
  istiod: { ...istio, folder: 'manifests/charts/istio-control/istio-discovery' },
  'aws-load-balancer-controller': {
    module: 'github.com/kubernetes-sigs/aws-load-balancer-controller',
    folder: 'helm/aws-load-balancer-controller',
    version: '3.2.2',
  },
  'external-secrets': {
    module: 'github.com/external-secrets/external-secrets',
    folder: 'deploy/charts/external-secrets',
    version: '1.3.1',
  },
  'vertical-pod-autoscaler': {
    module: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    folder: 'charts/vertical-pod-autoscaler',
    version: '0.13.0',
  },
};

function karpenterChart(name: string): ChartSource {
  return { module: 'github.com/aws/karpenter-provider-aws', folder: `charts/${name}`, version: '1.13.0' };
}
