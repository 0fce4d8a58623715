import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Helm, which makes objects of charts and installs them. The third major version is in support no more. */
export function helmTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'helm',
      version: '4.3.1',
      source: { package: 'helm.sh/helm/v4/cmd/helm' },
      neededFor: 'the add-ons of the cluster, in its rehearsal and in deploy',
      minutes: 4,
    },
    machine,
  );
}
