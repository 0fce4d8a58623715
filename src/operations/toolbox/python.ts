import { findProgram, type Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Python 3, which schemathesis, checkov, trivy’s package and the emulators of AWS run on. */
export function pythonTool(machine: Machine): Tool {
  return {
    name: 'Python',
    neededFor: 'schemathesis, the policy packs, the emulators of AWS',
    find: () => findProgram(['python3'], machine),
    byHand: 'install Python 3.10 or newer with its venv module',
  };
}
