/** Quantities of Kubernetes. Memory has one number, as for our own pods. */
type Size = { readonly cpu: string; readonly memory: string };

export type Resources = {
  readonly requests: Size;
  readonly limits: { readonly memory: string };
};

/**
 * What a container gets. Processor has no limit: a controller that has fallen behind catches up with what a node has
 * left, and none of them serves a request.
 */
export function sized(cpu: string, memory: string): Resources {
  return { requests: { cpu, memory }, limits: { memory } };
}

export type Toleration = { readonly key?: string; readonly operator: 'Exists' };

/** The system's nodes are there before Karpenter starts any: controllers may run on them. */
export const systemTolerations: readonly Toleration[] = [{ key: 'CriticalAddonsOnly', operator: 'Exists' }];

/** An agent of the node runs on every node. */
export const everyNode: readonly Toleration[] = [{ operator: 'Exists' }];

/** Before what serves, and before what is only looked at: without it the cluster does not heal itself. */
export const clusterPriority = 'system-cluster-critical';
export const nodePriority = 'system-node-critical';

export type Spread = {
  readonly maxSkew: 1;
  readonly topologyKey: 'topology.kubernetes.io/zone';
  readonly whenUnsatisfiable: 'ScheduleAnyway';
  readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
};

/** Copies in different zones where that is possible: one that waits for its zone helps nobody. */
export function acrossZones(matchLabels: Readonly<Record<string, string>>): readonly [Spread] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels },
    },
  ];
}

/** What the restricted standard asks of a container. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** Of pods of which at least one stays. */
export const oneAway = { maxUnavailable: 1 } as const;
