import { findProgram, type Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Python 3, which schemathesis runs on. */
export function pythonTool(machine: Machine): Tool {
  return {
    name: 'Python',
    neededFor: 'schemathesis',
    find: () => findProgram(['python3'], machine),
    byHand: 'install Python 3.10 or newer with its venv module',
  };
}
