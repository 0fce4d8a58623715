import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Karpenter's core with its provider of simulated nodes. */
export function karpenterKwokTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'karpenter-kwok',
      version: '1.14.0',
      source: { package: 'sigs.k8s.io/karpenter/kwok' },
      neededFor: 'the rehearsal of the cluster',
      minutes: 2,
    },
    machine,
  );
}
