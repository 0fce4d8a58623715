import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** An address that the controller listens on: as it is written, every one of the machine. */
const port = (of: string, host: string) => `fmt.Sprintf("${host}:%d", options.FromContext(ctx).${of})`;

/** Karpenter's core with its provider of simulated nodes. Newer ones want a newer Go than go.ts brings. */
export function karpenterKwokTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'karpenter-kwok',
      version: '1.14.0',
      source: {
        folder: 'src/operations/rehearsal/control-plane/karpenter',
        tool: 'sigs.k8s.io/karpenter/kwok',
        rewrite: {
          module: 'sigs.k8s.io/karpenter',
          file: 'pkg/operator/operator.go',
          changes: Object.fromEntries(
            ['MetricsPort', 'HealthProbePort'].map((of) => [port(of, ''), port(of, '127.0.0.1')]),
          ),
        },
      },
      neededFor: 'the rehearsal of the cluster',
      minutes: 2,
    },
    machine,
  );
}
