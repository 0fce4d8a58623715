/** A kind of machine that Karpenter's provider of simulated nodes offers. */
export type SimulatedInstance = {
  readonly type: string;
  readonly category: string;
  readonly generation: number;
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly architecture?: 'arm64';
  /** Not what our pool asks for, and far cheaper, so that nothing but the requirements keeps Karpenter from it. */
  readonly isLure?: true;
};

const fitting = [
  { family: 'c7i', category: 'c', memoryPerCpu: 2 },
  { family: 'm7i', category: 'm', memoryPerCpu: 4 },
].flatMap(({ family, category, memoryPerCpu }) =>
  [
    ['large', 2],
    ['xlarge', 4],
    ['2xlarge', 8],
  ].map(([size, cpu]): SimulatedInstance => ({
    type: `${family}.${size}`,
    category,
    generation: 7,
    cpu: Number(cpu),
    memoryGiB: Number(cpu) * memoryPerCpu,
  })),
);

/** Those of AWS that our pool may take, and one for each of its requirements that it may not. */
export const simulatedInstances: readonly SimulatedInstance[] = [
  ...fitting,
  { type: 'r7i.2xlarge', category: 'r', generation: 7, cpu: 8, memoryGiB: 64, isLure: true },
  { type: 'm5.2xlarge', category: 'm', generation: 5, cpu: 8, memoryGiB: 32, isLure: true },
  { type: 'm7i.4xlarge', category: 'm', generation: 7, cpu: 16, memoryGiB: 64, isLure: true },
  {
    type: 'm7g.2xlarge',
    category: 'm',
    generation: 7,
    cpu: 8,
    memoryGiB: 32,
    architecture: 'arm64',
    isLure: true,
  },
];

/** USD an hour for a processor, about; only which is cheaper matters. */
const price = { fitting: 0.05, memoryGiB: 0.005, lure: 0.001 } as const;

const is = (key: string, value: string) => ({ key, operator: 'In', values: [value] });

/** The file of offers in the provider's format: each in every zone, to keep and, far cheaper, for as long as it lasts. */
export function instanceOffers(zones: readonly string[]): readonly object[] {
  return simulatedInstances.map((instance) => ({
    name: instance.type,
    architecture: instance.architecture ?? 'amd64',
    operatingSystems: ['linux'],
    resources: {
      cpu: String(instance.cpu),
      memory: `${instance.memoryGiB}Gi`,
      pods: '58',
      'ephemeral-storage': '50Gi',
    },
    offerings: zones.flatMap((zone) =>
      (['on-demand', 'spot'] as const).map((capacityType) => ({
        Price: priceOf(instance, capacityType),
        Available: true,
        Requirements: [
          is('karpenter.sh/capacity-type', capacityType),
          is('topology.kubernetes.io/zone', zone),
          is('karpenter.k8s.aws/instance-category', instance.category),
          is('karpenter.k8s.aws/instance-generation', String(instance.generation)),
          is('karpenter.k8s.aws/instance-cpu', String(instance.cpu)),
        ],
      })),
    ),
  }));
}

function priceOf({ cpu, memoryGiB, isLure }: SimulatedInstance, capacityType: 'on-demand' | 'spot'): number {
  return isLure === true || capacityType === 'spot'
    ? cpu * price.lure
    : cpu * price.fitting + memoryGiB * price.memoryGiB;
}
