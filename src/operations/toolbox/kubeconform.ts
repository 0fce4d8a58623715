import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** kubeconform, which holds manifests against the schemas of a version of Kubernetes. */
export function kubeconformTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'kubeconform',
      version: '0.8.0',
      source: { package: 'github.com/yannh/kubeconform/cmd/kubeconform' },
      neededFor: './midcoast check',
      minutes: 1,
    },
    machine,
  );
}
