import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** kube-score, which knows what makes pods fall over together or not at all. */
export function kubeScoreTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'kube-score',
      version: '1.20.0',
      source: { package: 'github.com/zegl/kube-score/cmd/kube-score' },
      neededFor: './midcoast check',
      minutes: 3,
    },
    machine,
  );
}
