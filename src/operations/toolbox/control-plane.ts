import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Of the minor version that environments name; the makers' newest patch of it. */
const controlPlaneVersion = '1.36.3';

/**
 * etcd, API server, controller manager and scheduler as one program, chosen by its first word: all four link the same
 * parts, and one build of them takes a third of the time of four.
 */
export function controlPlaneTool(machine: Machine): Tool {
  const said = 'k8s.io/component-base/version';
  const [major, minor] = controlPlaneVersion.split('.');
  return goProgramTool(
    {
      name: 'control-plane',
      version: controlPlaneVersion,
      source: { folder: 'src/operations/rehearsal/control-plane/kubernetes' },
      linkerFlags: [
        `-X ${said}.gitVersion=v${controlPlaneVersion}`,
        `-X ${said}.gitMajor=${major} -X ${said}.gitMinor=${minor}`,
      ].join(' '),
      neededFor: 'the rehearsal of the cluster',
      minutes: 10,
    },
    machine,
  );
}
