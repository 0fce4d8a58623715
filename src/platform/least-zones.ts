import type { Environment } from '../environments/environment.ts';

/**
 * Zones over which the pods of what serves stand at least. Kubernetes spreads over zones that have nodes, and nodes come
 * where pods wait: with one zone at first, all pods would find room in it, and the other zones never be asked for. One
 * fewer than there are, or the loss of a zone would hold back the pods that replace its own.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
 */
export function leastZones({ network }: Environment): number {
  return Object.keys(network.zones).length - 1;
}
