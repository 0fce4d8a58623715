import { Failure } from '../failure.ts';
import { formatAmount } from '../figures.ts';
import type { Progress } from '../terminal.ts';
import { applyPlan, stepsOf } from '../terraform/apply.ts';
import { readPlan } from '../terraform/plan-file.ts';
import { runTerraform, type TerraformRun } from '../terraform/run.ts';
import { saveUnsaved } from '../terraform/unsaved-state.ts';
import { withRetries, type Patience } from './retry.ts';

/** A part of a state that goes together. */
export type Stage = {
  readonly run: Omit<TerraformRun, 'words' | 'onLine'>;
  /** The types of what goes, with all that needs it; all that is left when absent. */
  readonly types: readonly string[] | undefined;
};

const stagePlan = 'destroy.plan';

/** Destroys a part of a state. Gives what was done in a phrase; does nothing where nothing of it is left. */
export async function destroyStage(stage: Stage, progress: Progress, patience: Patience): Promise<string> {
  let destroyed = 0;
  // Planned anew each time: what went before a failure is out of the state.
  await withRetries(async () => {
    destroyed += await destroyOnce(stage, progress);
  }, patience);
  return destroyed === 0 ? 'there was none' : `${formatAmount(destroyed, 'resource')} destroyed`;
}

async function destroyOnce({ run, types }: Stage, progress: Progress): Promise<number> {
  await saveUnsaved(run);
  const addresses = await listAddresses(run);
  const chosen = addresses.filter((address) => types === undefined || types.includes(typeOf(address)));
  if (chosen.length === 0) return 0;
  const targets = types === undefined ? [] : chosen.map((address) => `-target=${address}`);
  const words = ['plan', '-destroy', `-out=${stagePlan}`, '-lock-timeout=60s', ...targets];
  await runTerraform({ ...run, words });
  const plan = await readPlan(run, stagePlan);
  await applyPlan(run, stagePlan, progress);
  return stepsOf(plan);
}

/** What is in the state; nothing where there is no state yet, which Terraform says by a failure. */
async function listAddresses(run: Stage['run']): Promise<readonly string[]> {
  try {
    const { stdout } = await runTerraform({ ...run, words: ['state', 'list'] });
    return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('data.'));
  } catch (error) {
    const said = error instanceof Failure ? String(error.facts['said']) : '';
    if (said.includes('No state file was found')) return [];
    throw error;
  }
}

function typeOf(address: string): string {
  return address.split('.')[0] ?? '';
}
