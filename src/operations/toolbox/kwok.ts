import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

const kwokVersion = '0.8.0';

/** KWOK: nodes whose pods become ready without a container. */
export function kwokTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'kwok',
      version: kwokVersion,
      source: { package: 'sigs.k8s.io/kwok/cmd/kwok' },
      neededFor: 'the rehearsal of the cluster',
      minutes: 4,
    },
    machine,
  );
}
