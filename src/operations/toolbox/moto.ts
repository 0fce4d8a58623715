import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** moto, the emulator of AWS that stands in where MiniStack lacks an operation. */
export function motoTool(machine: Machine): Tool {
  return pythonProgramTool(
    {
      name: 'moto',
      version: '5.2.5',
      executable: 'moto_server',
      // What its server needs; its own list of extras brings four times as much.
      beside: ['flask==3.1.3', 'flask-cors==6.0.5'],
      neededFor: './midcoast rehearse --only aws: operations that the first emulator lacks',
    },
    machine,
  );
}
