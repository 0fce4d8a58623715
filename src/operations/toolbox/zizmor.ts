import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** zizmor, which knows how a workflow gives away more than it means to. The wheel holds its one executable. */
export function zizmorTool(machine: Machine): Tool {
  return pythonProgramTool({ name: 'zizmor', neededFor: './midcoast check' }, machine);
}
