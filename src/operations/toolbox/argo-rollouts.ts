import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Of the controller that is rehearsed. */
export const argoRolloutsVersion = '1.9.0';

/** Argo Rollouts' controller. Newer ones want a newer Go than go.ts brings. */
export function argoRolloutsTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'argo-rollouts',
      version: argoRolloutsVersion,
      source: {
        folder: 'src/operations/rehearsal/control-plane/argo-rollouts',
        tool: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
        rewrite: {
          module: 'github.com/argoproj/argo-rollouts',
          file: 'controller/controller.go',
          // It would answer to every address of the machine.
          changes: { '"0.0.0.0:%d"': '"127.0.0.1:%d"' },
        },
      },
      neededFor: 'the rehearsal of the cluster',
      minutes: 5,
    },
    machine,
  );
}
