import { argoRolloutsTool } from '../../toolbox/argo-rollouts.ts';
import { controlPlaneTool } from '../../toolbox/control-plane.ts';
import { karpenterKwokTool } from '../../toolbox/karpenter-kwok.ts';
import { kwokTool } from '../../toolbox/kwok.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { BringContext, Found } from '../../toolbox/tool.ts';

const tools = {
  Kubernetes: controlPlaneTool,
  KWOK: kwokTool,
  'Argo Rollouts': argoRolloutsTool,
  Karpenter: karpenterKwokTool,
} as const;

/** The programs of every rehearsal of a cluster. */
export type ClusterTools = Readonly<Record<keyof typeof tools, Found>>;

/** Brings them; the first time that takes many minutes. */
export async function bringClusterTools(machine: Machine, context: BringContext): Promise<ClusterTools> {
  const entries: [string, Found][] = [];
  for (const [name, toolOf] of Object.entries(tools)) {
    const tool = toolOf(machine);
    const found = (await tool.find()) ?? (await tool.bring?.(context));
    if (found === undefined) throw new Error(`${name} was brought nowhere`);
    entries.push([name, found]);
  }
  return Object.fromEntries(entries) as ClusterTools;
}
