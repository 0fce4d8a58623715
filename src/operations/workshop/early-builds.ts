import { argoRolloutsTool } from '../toolbox/argo-rollouts.ts';
import { controlPlaneTool } from '../toolbox/control-plane.ts';
import { helmTool } from '../toolbox/helm.ts';
import { karpenterKwokTool } from '../toolbox/karpenter-kwok.ts';
import { kubeScoreTool } from '../toolbox/kube-score.ts';
import { kubeconformTool } from '../toolbox/kubeconform.ts';
import { kwokTool } from '../toolbox/kwok.ts';
import type { Workplace } from './gate.ts';

/** What slow proofs build, what takes longest first. */
const programs = [
  controlPlaneTool,
  kwokTool,
  argoRolloutsTool,
  karpenterKwokTool,
  kubeScoreTool,
  kubeconformTool,
  helmTool,
] as const;

/**
 * Builds what slow proofs will need while other tests run, in what those leave of the processors: one rehearsal waits
 * for the clock of Terraform's provider for minutes. A proof that comes to a program earlier builds it itself, from all
 * that is compiled by then, and it tells of trouble.
 */
export function buildEarly({ root, environment, signal }: Workplace): { readonly stop: () => Promise<void> } {
  const enough = new AbortController();
  const context = {
    say: () => {},
    signal: AbortSignal.any([signal, enough.signal]),
    unhurried: true,
  };
  async function build(): Promise<void> {
    for (const toolOf of programs) await toolOf({ root, environment }).bring?.(context);
  }
  const built = build().catch(() => {});
  return {
    async stop() {
      enough.abort();
      await built;
    },
  };
}
