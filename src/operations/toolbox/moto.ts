import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** moto, the emulator of AWS that stands in where MiniStack lacks an operation. */
export function motoTool(machine: Machine): Tool {
  return pythonProgramTool(
    {
      name: 'moto',
      executable: 'moto_server',
      neededFor: './midcoast rehearse --only aws: operations that the first emulator lacks',
    },
    machine,
  );
}
