import type { Progress } from '../terminal.ts';
import type { Plan } from './plan-file.ts';
import { runTerraform, type TerraformRun } from './run.ts';

/** Applies exactly the plan that was saved, and shows how far it is. Throws as {@link runTerraform} does. */
export async function applyPlan(
  run: Omit<TerraformRun, 'words' | 'onLine'>,
  file: string,
  progress: Progress,
): Promise<void> {
  let done = 0;
  const onLine = (line: string) => {
    const [, address = '', event = ''] = /^(\S+): (\S.*)$/.exec(line) ?? [];
    if (/^(Creation|Modifications|Destruction) complete/.test(event)) done += 1;
    if (/^(Creating|Modifying|Destroying|Still)/.test(event)) progress.update(done, address);
    else progress.update(done);
  };
  await runTerraform({ ...run, words: ['apply', file], onLine });
}

/** How many times Terraform will say that something is complete: a replacement is two things. */
export function stepsOf({ changes }: Plan): number {
  const weights = { create: 1, update: 1, delete: 1, replace: 2, read: 0, forget: 0, none: 0 } as const;
  return changes.reduce((sum, { action }) => sum + weights[action], 0);
}
