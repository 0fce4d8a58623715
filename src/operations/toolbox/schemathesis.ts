import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** schemathesis, which throws every request that the API's description allows at the API. */
export function schemathesisTool(machine: Machine): Tool {
  return pythonProgramTool(
    {
      name: 'schemathesis',
      neededFor: 'the test of the API against its own OpenAPI document',
    },
    machine,
  );
}
