import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** checkov, which knows several hundred faults of AWS resources. */
export function checkovTool(machine: Machine): Tool {
  return pythonProgramTool({ name: 'checkov', neededFor: './midcoast check' }, machine);
}
