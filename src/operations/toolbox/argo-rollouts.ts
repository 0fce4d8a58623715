import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Argo Rollouts' controller. Newer ones want a newer Go than the module proxy's users have. */
export function argoRolloutsTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'argo-rollouts',
      version: '1.9.0',
      source: {
        folder: 'src/operations/rehearsal/control-plane/argo-rollouts',
        tool: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
      },
      neededFor: 'the rehearsal of the cluster',
      minutes: 5,
    },
    machine,
  );
}
