import { names, type Platform } from '../../../platform/midcoast.ts';
import { processes, type ProcessName } from '../../../service/contract.ts';
import type { Rule } from '../rule.ts';
import { containersOf, workloads, type Workload } from './workload.ts';

const nodes: Rule = {
  id: 'pods-fit-nodes',
  says: 'All pods at the highest scale, with blue and green side by side, find processors within the limit of the nodes.',
  mend: 'Raise cluster.nodeCpuLimit, or lower application.mostPods or what a pod asks for.',
  find: (platform) => {
    const { nodeCpuLimit } = platform.environment.cluster;
    const wanted = workloads(platform).reduce(
      (sum, workload) => sum + mostPods(platform, workload) * cpuOf(workload),
      0,
    );
    if (wanted <= nodeCpuLimit * usableShare) return [];
    return [
      {
        where: 'cluster.nodeCpuLimit',
        seen: `pods ask for ${wanted.toFixed(1)} processors, ${nodeCpuLimit} are allowed`,
      },
    ];
  },
};

export const podRoomRules: readonly Rule[] = [nodes];

/** The rest is for the system’s own pods on each node, sidecars, and what is left over between pods. */
const usableShare = 0.7;

/** Servers of the contract as often as the environment allows, twice; what is not of the contract once a zone, twice. */
function mostPods({ environment }: Platform, { manifest }: Workload): number {
  const process = (Object.keys(processes) as ProcessName[]).find(
    (each) => names.workload(each) === manifest.metadata?.name,
  );
  if (process === undefined) return 2 * Object.keys(environment.network.zones).length;
  return processes[process].kind === 'server' ? 2 * environment.application.mostPods : 1;
}

function cpuOf(workload: Workload): number {
  return containersOf(workload).reduce(
    (sum, { resources }) => sum + processors(String(resources?.requests?.['cpu'] ?? '0')),
    0,
  );
}

/** `500m` is half a processor. */
function processors(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
}
