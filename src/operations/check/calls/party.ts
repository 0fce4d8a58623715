import { names, type Platform } from '../../../platform/midcoast.ts';
import { nodeRanges, rangesBehind } from './addresses.ts';

type Labels = Readonly<Record<string, string>>;

/** Somebody who calls or is called. */
export type Party = {
  /** The name of the security group that it belongs to; the internet and what is on a node itself have none. */
  readonly group?: string;
  /** Whose pods they are: a workload of ours by its name, or those of a chart, which labels them so. */
  readonly pods?: { readonly workload: string } | { readonly namespace: string; readonly labels: Labels };
  /** The service account of a chart's pods, where somebody asks for it. */
  readonly account?: (platform: Platform) => string;
  /** No policy of ours is for it: EKS keeps it, or it has the address of its node. */
  readonly unruled?: true;
  /** Where its addresses are. */
  readonly ranges: (platform: Platform) => readonly string[];
};

const nodes = names.application;
const { monitoringNamespace, secretsNamespace, systemNamespace, nodeAgentsNamespace } = names;

const ours = (workload: string): Party => ({ group: nodes, pods: { workload }, ranges: nodeRanges });
const labelled = (namespace: string, labels: Labels): Party => ({
  group: nodes,
  pods: { namespace, labels },
  ranges: nodeRanges,
});
const chart = (namespace: string, name: string) => labelled(namespace, { 'app.kubernetes.io/name': name });
const behind = (group: string, ...types: readonly string[]): Party => ({
  group: names.group(group),
  ranges: rangesBehind(...types),
});

/**
 * Everybody. Labels of our own pods are read where they are started; those of charts are facts of the charts, written
 * down here a second time, so that a policy which misspells them finds nobody.
 */
export const parties = {
  app: ours(names.workload('app')),
  gateway: ours(names.gateway),
  migrate: ours(names.workload('migrate')),
  maintain: ours(names.workload('maintain')),
  restore: ours(names.workload('restore')),
  bootstrap: ours(names.workload('bootstrap')),

  istiod: labelled(names.meshNamespace, { app: 'istiod' }),
  meshInterface: labelled(nodeAgentsNamespace, { 'k8s-app': 'istio-cni-node' }),
  logShipper: chart(nodeAgentsNamespace, 'fluent-bit'),
  karpenter: chart(systemNamespace, 'karpenter'),
  loadBalancerController: chart(systemNamespace, 'aws-load-balancer-controller'),
  secretsOperator: chart(secretsNamespace, 'external-secrets'),
  secretsWebhook: chart(secretsNamespace, 'external-secrets-webhook'),
  secretsCertificates: chart(secretsNamespace, 'external-secrets-cert-controller'),
  rolloutsController: chart(names.rolloutsNamespace, 'argo-rollouts'),
  recommender: chart(names.recommenderNamespace, 'vertical-pod-autoscaler'),
  prometheus: { ...chart(monitoringNamespace, 'prometheus'), account: accountOfPrometheus },
  prometheusOperator: chart(monitoringNamespace, 'kube-prometheus-stack-prometheus-operator'),
  prometheusAdapter: chart(monitoringNamespace, 'prometheus-adapter'),
  alertmanager: chart(monitoringNamespace, 'alertmanager'),
  grafana: chart(monitoringNamespace, 'grafana'),
  stateMetrics: chart(monitoringNamespace, 'kube-state-metrics'),
  traceCollector: chart(monitoringNamespace, 'opentelemetry-collector'),

  names: { ...labelled(systemNamespace, { 'k8s-app': 'kube-dns' }), unruled: true },
  nodeMetrics: { ...chart(systemNamespace, 'metrics-server'), unruled: true },
  nodes: { group: nodes, ranges: nodeRanges },
  identityAgent: { ranges: () => ['169.254.170.23/32'] },

  database: behind('database', 'aws_db_subnet_group'),
  cache: behind('cache', 'aws_elasticache_subnet_group'),
  queue: behind('queue', 'aws_msk_cluster'),
  edge: behind('edge', 'aws_lb'),
  controlPlane: behind('cluster', 'aws_eks_cluster'),
  endpoints: behind('endpoints', 'aws_vpc_endpoint'),
  runner: behind('runner', 'aws_codebuild_project'),
  access: behind('access', 'aws_instance'),
  /** The API by its Service: EKS takes one of the two ranges, whichever the network does not hold. */
  kubernetes: {
    group: names.group('cluster'),
    ranges: (platform) => [...rangesBehind('aws_eks_cluster')(platform), '10.100.0.0/16', '172.20.0.0/16'],
  },
  /** Whatever shows metrics: pods, nodes, brokers, on ports of their own. */
  everyTarget: { ranges: nodeRanges },
  internet: { group: 'internet', ranges: () => ['0.0.0.0/0'] },
  /** By endpoints in the network and by the internet: rows of the groups tell the two apart. */
  aws: { ranges: () => ['0.0.0.0/0'] },
} as const satisfies Record<string, Party>;

export type PartyName = keyof typeof parties;

/** As the release is told to name it. */
function accountOfPrometheus({ addOns }: Platform): string {
  const stack = addOns.find(({ name }) => name === 'kube-prometheus-stack');
  const { prometheus } = (stack?.values ?? {}) as {
    readonly prometheus?: { readonly serviceAccount?: { readonly name?: string } };
  };
  return prometheus?.serviceAccount?.name ?? 'default';
}
