import { findProgram, isAtLeast, type Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** The oldest that everything which comes by it starts on. */
const oldest = [3, 11] as const;

/** Where the system's own is older, a newer one stands beside it under its number. */
const places = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'] as const;

export const pythonByHand = `install Python ${oldest.join('.')} or newer with its venv module`;

/** Python 3, which schemathesis, checkov, trivy’s package and the emulators of AWS run on. */
export function pythonTool(machine: Machine): Tool {
  return {
    name: 'Python',
    neededFor:
      'schemathesis, the policy packs, the emulators of AWS; Go for deploy, where none is new enough',
    find: () => findProgram(places, machine, { accepts: (version) => isAtLeast(version, oldest) }),
    byHand: pythonByHand,
  };
}
