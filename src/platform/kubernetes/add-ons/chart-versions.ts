/** A chart at one exact version, and where it comes from. */
export type Chart = {
  /** `oci://…` is a registry; `https://…` a repository of Helm's own kind. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  /** The version of what the chart installs. */
  readonly application: string;
  /** Last day of support, as `2027-08-02`; absent where the maker has published none. */
  readonly until?: string;
  /** What says that this version exists, and the day on which it was read. */
  readonly source: string;
  readonly read: string;
};

/**
 * Istio gives up its older places in December 2026, its own registry among them: charts stay in this one, images at
 * {@link istioImages}. https://istio.io/latest/blog/2026/retirement-of-gcp/
 */
const istio = {
  repository: 'oci://ghcr.io/istio/release/charts',
  version: '1.31.4',
  application: '1.31.4',
  source: 'istio.io/api v1.31.4, tagged with each release of Istio',
  read: '2026-10-21',
} as const;

export const istioImages = 'docker.io/istio';

/** Not 1.15: that 1.14 works with Kubernetes up to 1.36 is published, of 1.15 it is not. */
const karpenter = {
  repository: 'oci://public.ecr.aws/karpenter',
  version: '1.14.3',
  application: '1.14.3',
  source: 'endoflife-date/endoflife.date products/karpenter.md',
  read: '2026-10-23',
} as const;

const prometheusCommunity = 'https://prometheus-community.github.io/helm-charts';

/**
 * Every add-on that Helm installs, at its version: an upgrade changes a line here and nothing else. Charts name their
 * images by the version that belongs to them. Add-ons that EKS itself keeps stand in `cluster/addons.ts`.
 */
export const charts = {
  'karpenter-crd': { ...karpenter, chart: 'karpenter-crd' },
  karpenter: { ...karpenter, chart: 'karpenter' },
  'istio-base': { ...istio, chart: 'base' },
  'istio-cni': { ...istio, chart: 'cni' },
  istiod: { ...istio, chart: 'istiod' },
  'kube-prometheus-stack': {
    repository: prometheusCommunity,
    chart: 'kube-prometheus-stack',
    version: '92.1.0',
    application: 'v0.94.1',
    source: 'releases in public logs; prometheus-community/helm-charts charts/kube-prometheus-stack',
    read: '2026-10-08',
  },
  'prometheus-adapter': {
    repository: prometheusCommunity,
    chart: 'prometheus-adapter',
    version: '5.3.0',
    application: 'v0.12.0',
    source: 'prometheus-community/helm-charts charts/prometheus-adapter/Chart.yaml',
    read: '2026-08-22',
  },
  'aws-load-balancer-controller': {
    repository: 'https://aws.github.io/eks-charts',
    chart: 'aws-load-balancer-controller',
    version: '3.5.0',
    application: 'v3.5.0',
    source: 'aws/eks-charts stable/aws-load-balancer-controller/Chart.yaml',
    read: '2026-08-03',
  },
  'external-secrets': {
    repository: 'https://charts.external-secrets.io',
    chart: 'external-secrets',
    version: '2.12.0',
    application: 'v2.12.0',
    source: 'external-secrets/external-secrets, release helm-chart-2.12.0',
    read: '2026-10-31',
  },
  'argo-rollouts': {
    repository: 'https://argoproj.github.io/argo-helm',
    chart: 'argo-rollouts',
    version: '2.43.0',
    application: 'v1.10.0',
    source: 'argoproj/argo-helm charts/argo-rollouts/Chart.yaml',
    read: '2026-11-03',
  },
  'vertical-pod-autoscaler': {
    repository: 'https://kubernetes.github.io/autoscaler',
    chart: 'vertical-pod-autoscaler',
    version: '0.13.0',
    application: '1.8.1',
    source: 'k8s.io/autoscaler/vertical-pod-autoscaler v1.8.1 charts/vertical-pod-autoscaler/Chart.yaml',
    read: '2026-11-25',
  },
  'otel-collector': {
    repository: 'https://open-telemetry.github.io/opentelemetry-helm-charts',
    chart: 'opentelemetry-collector',
    version: '0.170.0',
    application: '0.158.0',
    source: 'open-telemetry/opentelemetry-helm-charts charts/opentelemetry-collector/Chart.yaml',
    read: '2026-08-20',
  },
  'fluent-bit': {
    repository: 'https://fluent.github.io/helm-charts',
    chart: 'fluent-bit',
    version: '0.58.1',
    application: '5.1.1',
    source: 'fluent/helm-charts charts/fluent-bit/Chart.yaml',
    read: '2026-08-18',
  },
} as const satisfies Readonly<Record<string, Chart>>;

/** The name of the release, too. */
export type AddOnName = keyof typeof charts;
