import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** moto, the emulator of AWS that holds networks, identities, keys and databases. */
export function motoTool(machine: Machine): Tool {
  return pythonProgramTool(
    {
      name: 'moto',
      executable: 'moto_server',
      neededFor: './midcoast rehearse --only aws: one of the two emulators of AWS',
    },
    machine,
  );
}
