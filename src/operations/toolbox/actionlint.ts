import { goProgramTool } from './go-tool.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** actionlint, which knows what GitHub refuses in a workflow and what its expressions may hold. */
export function actionlintTool(machine: Machine): Tool {
  return goProgramTool(
    {
      name: 'actionlint',
      version: '1.7.12',
      source: { package: 'github.com/rhysd/actionlint/cmd/actionlint' },
      neededFor: './midcoast check',
      minutes: 2,
    },
    machine,
  );
}
