import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { sized, systemTolerations, type Resources, type Toleration } from './placement.ts';

/** As much of the chart's values as we set: https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter */
type KarpenterValues = {
  readonly replicas: number;
  readonly serviceAccount: { readonly create: true; readonly name: string };
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly controller: { readonly resources: Resources };
  readonly settings: { readonly clusterName: string; readonly interruptionQueue: string };
};

/** The kinds of Karpenter, by a chart of their own: Helm upgrades what a chart has as templates. */
export const karpenterKinds: AddOnPlan<object> = {
  name: 'karpenter-crd',
  namespace: names.systemNamespace,
  needs: [],
  patienceMinutes: 2,
  values: {},
};

const account = 'karpenter';

/**
 * It starts and ends all nodes but the system's, on which alone it runs: it must not end its own. The chart names
 * its image by digest and spreads its copies over nodes and zones.
 */
export const karpenter: AddOnPlan<KarpenterValues> = {
  name: 'karpenter',
  namespace: names.systemNamespace,
  awsAccount: account,
  needs: ['karpenter-crd'],
  patienceMinutes: 5,
  definitionsElsewhere: true,
  // Without nodes of it, what does not fit on the system's waits for ever.
  opens: ['node-scaling'],
  values: {
    replicas: 2,
    serviceAccount: { create: true, name: account },
    nodeSelector: { 'kubernetes.io/os': 'linux', 'karpenter.sh/controller': 'true' },
    tolerations: systemTolerations,
    controller: { resources: sized('500m', '1Gi') },
    settings: { clusterName: names.cluster, interruptionQueue: names.interruptionQueue },
  },
};
