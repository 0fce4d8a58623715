/**
 * What we look at of the controllers that the service stands on, with the labels that tell things apart. Their own label
 * `namespace` is `exported_namespace` here; each watches our namespace alone, or nodes.
 * https://external-secrets.io/latest/api/metrics/, https://karpenter.sh/docs/reference/metrics/
 */
export const groundMetrics = {
  externalsecret_status_condition: ['name', 'condition', 'status'],
  karpenter_nodepools_usage: ['nodepool', 'resource_type'],
  karpenter_nodepools_limit: ['nodepool', 'resource_type'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The processors of each pool of nodes, in PromQL: of several controllers, each tells the same. */
export function poolProcessors(what: 'usage' | 'limit'): string {
  return `max by (nodepool) (karpenter_nodepools_${what}{resource_type="cpu"})`;
}
