import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** MiniStack, the emulator of AWS that a rehearsal applies to. */
export function ministackTool(machine: Machine): Tool {
  return pythonProgramTool(
    {
      name: 'ministack',
      neededFor: './midcoast rehearse --only aws: one of the two emulators of AWS',
    },
    machine,
  );
}
