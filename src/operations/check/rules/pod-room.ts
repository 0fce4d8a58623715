import type { INodePool } from '@kubernetes-models/karpenter/karpenter.sh/v1/NodePool';
import { names, type Platform } from '../../../platform/midcoast.ts';
import { processes, type ProcessName } from '../../../service/contract.ts';
import type { Breach, Rule } from '../rule.ts';
import { ofKind, objectName } from '../objects/manifest.ts';
import { containersOf, workloads, type Workload } from '../objects/workload.ts';

const nodes: Rule = {
  id: 'pods-fit-nodes',
  says: 'All pods at the highest scale, with blue and green side by side, find processors and memory within the limits of the nodes, and each finds them on one.',
  mend: 'Raise cluster.nodeCpuLimit or the sizes of scaling/node-scaling.ts, or lower application.mostPods or what a pod asks for.',
  find: (platform) => [
    ...cpuFaults(platform),
    ...ofKind(platform, 'NodePool').flatMap((pool) => poolFaults(platform, pool)),
  ],
};

export const podRoomRules: readonly Rule[] = [nodes];

/** The rest is for the system’s own pods on each node, sidecars, and what is left over between pods. */
const usableShare = 0.7;

/** GiB that machines of each category bring for a processor: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
const gibPerCpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

function cpuFaults(platform: Platform): readonly Breach[] {
  const { nodeCpuLimit } = platform.environment.cluster;
  const wanted = wantedOf(platform, 'cpu');
  if (wanted <= nodeCpuLimit * usableShare) return [];
  return [
    {
      where: 'cluster.nodeCpuLimit',
      seen: `pods ask for ${wanted.toFixed(1)} processors, ${nodeCpuLimit} are allowed`,
    },
  ];
}

/** Memory that a pool may not have, and pods that are greater than its greatest node. */
function poolFaults(platform: Platform, pool: INodePool): readonly Breach[] {
  const { limits = {}, template } = pool.spec;
  const valuesOf = (key: string) => template.spec.requirements.find((each) => each.key === key)?.values ?? [];
  const cpu = Math.max(0, ...valuesOf('karpenter.k8s.aws/instance-cpu').map(Number));
  const each = valuesOf('karpenter.k8s.aws/instance-category').map((category) => gibPerCpu[category] ?? 0);
  const memory = cpu * Math.max(0, ...each) * gib;
  const most = quantityOf(String(limits['memory'] ?? '0'));
  const wanted = wantedOf(platform, 'memory');
  return [
    ...(wanted <= most * usableShare
      ? []
      : [
          {
            where: objectName(pool),
            seen: `pods ask for ${inGib(wanted)} GiB of memory, ${inGib(most)} are allowed`,
          },
        ]),
    ...workloads(platform)
      .filter(
        (workload) =>
          !(sumOf(workload, 'cpu') <= cpu * usableShare && sumOf(workload, 'memory') <= memory * usableShare),
      )
      .map((workload) => ({
        where: workload.where,
        seen: `asks for ${sumOf(workload, 'cpu')} processors and ${inGib(sumOf(workload, 'memory'))} GiB, the greatest node has ${cpu} and ${inGib(memory)}`,
      })),
  ];
}

function wantedOf(platform: Platform, what: Resource): number {
  return workloads(platform).reduce(
    (sum, workload) => sum + mostPods(platform, workload) * sumOf(workload, what),
    0,
  );
}

/** Servers of the contract as often as the environment allows, twice; what is not of the contract once a zone, twice. */
function mostPods({ environment }: Platform, { manifest }: Workload): number {
  const process = (Object.keys(processes) as ProcessName[]).find(
    (each) => names.workload(each) === manifest.metadata?.name,
  );
  if (process === undefined) return 2 * Object.keys(environment.network.zones).length;
  return processes[process].kind === 'server' ? 2 * environment.application.mostPods : 1;
}

type Resource = 'cpu' | 'memory';

function sumOf(workload: Workload, what: Resource): number {
  return containersOf(workload).reduce(
    (sum, { resources }) => sum + quantityOf(String(resources?.requests?.[what] ?? '0')),
    0,
  );
}

const gib = 2 ** 30;
const units: Readonly<Record<string, number>> = { '': 1, m: 0.001, Ki: 2 ** 10, Mi: 2 ** 20, Gi: gib };

/** `500m` is half a processor, `512Mi` are bytes; NaN, which is never enough, where the unit is another. */
function quantityOf(quantity: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (units[unit] ?? Number.NaN);
}

function inGib(bytes: number): string {
  return (bytes / gib).toFixed(1);
}
