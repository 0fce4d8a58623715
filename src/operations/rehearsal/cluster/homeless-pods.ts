import { nodePoolOverride } from './node-pool-override.ts';

/**
 * What only the largest machine of the pool has room for, and there beside nothing but what runs on every node. The
 * provider counts what was asked of a node, not what it has: with less asked, one node more would be within the limit.
 */
const podCpu = '7500m';

/** Pods that fit on no node but those of the rehearsed pool, one on each, spread over the zones as the application is. */
export function homelessPods(name: string, replicas: number) {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { 'karpenter.sh/nodepool': nodePoolOverride.name },
          tolerations: nodePoolOverride.taints.map(({ key, effect }) => ({
            key,
            operator: 'Exists',
            effect,
          })),
          terminationGracePeriodSeconds: 0,
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: labels },
            },
          ],
          containers: [{ name, image: 'work:rehearsed', resources: { requests: { cpu: podCpu } } }],
        },
      },
    },
  };
}
