import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import type { Environment } from '../environments/environment.ts';

/** Whose pods are spread: their labels, and those by which the pods of one version are told from another's. */
type Spread = {
  readonly labels: Readonly<Record<string, string>>;
  readonly versionLabels: readonly string[];
};

/**
 * Spreads the pods of what serves over the zones, as many here as there, each version by itself. A zone whose nodes are
 * lost or drained is not counted: otherwise it would hold the pods back that replace its own.
 */
export function overZones(
  environment: Environment,
  { labels, versionLabels }: Spread,
): ITopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { ...labels } },
    matchLabelKeys: [...versionLabels],
    nodeTaintsPolicy: 'Honor',
    minDomains: leastZones(environment),
  };
}

/**
 * Zones over which they stand at least. Kubernetes spreads over zones that have nodes, and nodes come where pods wait:
 * with one zone at first, all pods would find room in it, and the other zones never be asked for. One fewer than there
 * are, or the loss of a zone would hold back the pods that replace its own.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
 */
function leastZones({ network }: Environment): number {
  return Object.keys(network.zones).length - 1;
}
