import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { checkovTool } from '../../toolbox/checkov.ts';
import { kubeScoreTool } from '../../toolbox/kube-score.ts';
import { kubeconformTool } from '../../toolbox/kubeconform.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { Tool } from '../../toolbox/tool.ts';
import { trivyTool } from '../../toolbox/trivy.ts';
import { cloudScans } from './cloud-packs.ts';
import { clusterScans } from './cluster-packs.ts';
import { packNames, type PackName, type Scan } from './finding.ts';
import type { Missing, PackWork, Scanners } from './pack-work.ts';
import type { Scanner } from './scanner.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

export type PackResults = { readonly scans: readonly Scan[]; readonly missing: readonly Missing[] };

const tools: Readonly<Record<PackName, (machine: Machine) => Tool>> = {
  checkov: checkovTool,
  trivy: trivyTool,
  'kube-score': kubeScoreTool,
  kubeconform: kubeconformTool,
};

/**
 * Brings the packs and runs them over both states of a platform and over what is applied to its cluster, one after the
 * other: each takes a processor. `today` decides which versions of Kubernetes are in support.
 */
export async function runPacks(platform: Platform, today: Date, work: PackWork): Promise<PackResults> {
  const folder = join(work.machine.root, '.midcoast', 'check', platform.environment.name);
  await rm(folder, { recursive: true, force: true });
  const brought: (Scanner | Missing)[] = [];
  for (const pack of packNames) brought.push(await bring(pack, work));
  const scanners: Scanners = Object.fromEntries(
    brought.filter((each) => 'path' in each).map((scanner) => [scanner.pack, scanner]),
  );
  const cloud = await cloudScans(platform, scanners, folder, work.machine.root);
  const cluster = await clusterScans(platform, scanners, { folder, today, work });
  return {
    scans: [...cloud, ...cluster.scans],
    missing: [...brought.filter((each) => 'reason' in each), ...cluster.missing],
  };
}

async function bring(pack: PackName, { machine, say, signal }: PackWork): Promise<Scanner | Missing> {
  try {
    const { path } = await requireTool(tools[pack](machine), { say, signal });
    return { pack, path, signal };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { pack, reason: `${error.message}; ${error.next}` };
  }
}
