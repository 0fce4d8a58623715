import { formatDuration } from '../figures.ts';
import { explainFailedApply } from '../plan/github-connection.ts';
import { discardPlans, type Planned } from '../plan/plan.ts';
import type { Terminal } from '../terminal.ts';
import type { StateName } from '../../platform/midcoast.ts';
import { applyPlan, stepsOf } from '../terraform/apply.ts';

/** What was applied to one state. */
export type Applied = { readonly state: StateName; readonly changes: number; readonly seconds: number };

/**
 * Applies exactly what was planned and shown: the recovery region, which receives what the platform copies, then the
 * platform. Stops at the first that fails; what was made is in its state, and the next deploy goes on from there.
 */
export async function applyPlanned(planned: Planned, terminal: Terminal): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  try {
    for (const { state, folder, file, plan } of planned.states) {
      const started = performance.now();
      const changes = stepsOf(plan);
      if (plan.applyable) {
        const progress = terminal.progress(`applying ${state}`, changes);
        try {
          await applyPlan({ ...planned.run, folder }, file, progress);
        } catch (error) {
          throw explainFailedApply(error, plan, planned.platform.environment);
        } finally {
          progress.finish();
        }
      }
      const seconds = (performance.now() - started) / 1000;
      terminal.say(
        `${state}: ${plan.applyable ? `applied in ${formatDuration(seconds)}` : 'as it should be'}`,
      );
      applied.push({ state, changes, seconds });
    }
    return applied;
  } finally {
    await discardPlans(planned);
  }
}
