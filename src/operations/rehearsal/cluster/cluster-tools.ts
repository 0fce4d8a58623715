import { argoRolloutsTool } from '../../toolbox/argo-rollouts.ts';
import { controlPlaneTool } from '../../toolbox/control-plane.ts';
import { karpenterKwokTool } from '../../toolbox/karpenter-kwok.ts';
import { kwokTool } from '../../toolbox/kwok.ts';
import type { Machine } from '../../toolbox/program.ts';
import { prometheusTool } from '../../toolbox/prometheus.ts';
import type { BringContext, Found } from '../../toolbox/tool.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

/** First what only a person can bring on some machines: nobody should hear of it after half an hour of building. */
const tools = {
  Prometheus: prometheusTool,
  Kubernetes: controlPlaneTool,
  KWOK: kwokTool,
  'Argo Rollouts': argoRolloutsTool,
  Karpenter: karpenterKwokTool,
} as const;

/** The programs of every rehearsal of a cluster. */
export type ClusterTools = Readonly<Record<keyof typeof tools, Found>>;

/**
 * Brings them; the first time that takes half an hour on two cores. Throws a Failure of exit `missing` for the first
 * that cannot be had.
 */
export async function bringClusterTools(machine: Machine, context: BringContext): Promise<ClusterTools> {
  const entries: [string, Found][] = [];
  for (const [name, toolOf] of Object.entries(tools)) {
    entries.push([name, await requireTool(toolOf(machine), context)]);
  }
  return Object.fromEntries(entries) as ClusterTools;
}
