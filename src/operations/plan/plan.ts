import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../environments/environment.ts';
import { midcoast, stateNames, type Platform, type StateName } from '../../platform/midcoast.ts';
import { openAccount } from '../account/account.ts';
import type { Identity } from '../account/identity.ts';
import type { Terminal } from '../terminal.ts';
import { readPlan, type Change, type Plan } from '../terraform/plan-file.ts';
import { runTerraform } from '../terraform/run.ts';
import { openState, terraformOf, type StateRun } from '../terraform/state-folder.ts';
import { checkCommit, checkFresh } from './readiness.ts';
import { reviewPlan, type Review } from './review.ts';
import { unnamedLosses } from './stateful.ts';

/** What planning needs to know of where it happens. */
export type PlanWork = {
  readonly root: string;
  readonly environment: Environment;
  /** The process environment. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
  readonly terminal: Terminal;
  /** Addresses of things with state that may be replaced or destroyed. */
  readonly named: readonly string[];
};

/** What would be done to an environment, saved so that exactly this can be applied. */
export type Planned = {
  readonly platform: Platform;
  readonly identity: Identity;
  /** Whether an emulator stands in for AWS. */
  readonly rehearsed: boolean;
  readonly commit: string;
  readonly run: StateRun;
  readonly states: readonly PlannedState[];
  /** What would be lost without having been named. */
  readonly losses: readonly Change[];
};

export type PlannedState = {
  readonly state: StateName;
  readonly folder: string;
  /** The saved plan in the folder. It holds all that Terraform knows: for the owner's eyes alone. */
  readonly file: string;
  readonly plan: Plan;
  readonly review: Review;
};

const savedPlan = 'saved.plan';

/**
 * Plans both states of an environment with the person's own credentials. Makes only what a first use needs: in each
 * region the bucket of the state, and the roles of AWS's own services that must be there. Refuses another account,
 * stale files and, for production, uncommitted ones.
 */
export async function makePlan(work: PlanWork): Promise<Planned> {
  await checkFresh(work.root, work.environment);
  const commit = await checkCommit(work.root, work.environment);
  return planStates(work, midcoast(work.environment), commit);
}

/** Plans the states of a platform whose files stand in `generated/`. */
export async function planStates(work: PlanWork, platform: Platform, commit: string): Promise<Planned> {
  const account = await openAccount(work);
  const run = await terraformOf(work, account.cloud, commit);
  const states: PlannedState[] = [];
  for (const state of stateNames) {
    const settle = work.terminal.wait(`planning ${state}`);
    try {
      states.push(await planState(work, platform, state, run));
    } finally {
      settle();
    }
  }
  const losses = states.flatMap(({ plan }) => unnamedLosses(plan.changes, work.named));
  const { cloud, identity } = account;
  return { platform, identity, rehearsed: cloud.rehearsed, commit, run, states, losses };
}

/** Removes the saved plans: once they are applied or given up, nobody needs what they hold. */
export async function discardPlans({ states }: Planned): Promise<void> {
  await Promise.all(states.map(({ folder, file }) => rm(join(folder, file), { force: true })));
}

async function planState(
  { root, environment, terminal }: PlanWork,
  platform: Platform,
  state: StateName,
  run: StateRun,
): Promise<PlannedState> {
  const folder = await openState({ root, environment, state, terminal }, run);
  await runTerraform({ ...run, folder, words: ['plan', `-out=${savedPlan}`, '-lock-timeout=60s'] });
  const plan = await readPlan({ ...run, folder }, savedPlan);
  return { state, folder, file: savedPlan, plan, review: reviewPlan(platform, state, plan) };
}
