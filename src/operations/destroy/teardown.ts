import type { Environment } from '../../environments/environment.ts';
import { Failure } from '../failure.ts';
import { formatDuration } from '../figures.ts';
import type { Terminal } from '../terminal.ts';
import { keepRecord, openRecord, type StepDone, type TeardownRecord } from './record.ts';
import type { Rhythm } from './retry.ts';
import { teardownSteps } from './teardown-steps.ts';
import type { TeardownStep, TeardownTools } from './teardown-step.ts';

export type TeardownWork = {
  readonly root: string;
  readonly environment: Environment;
  readonly tools: TeardownTools;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly rhythm: Rhythm;
  /** The types of all that the states hold now. */
  readonly standing: ReadonlySet<string>;
  /** The steps in order; those of the environment when absent. */
  readonly steps?: readonly TeardownStep[];
};

/**
 * Runs the steps in order, each within its limit, and keeps in a file which are done: a run after a failure or Ctrl-C
 * goes on at the step that was not. Throws what the step throws; `teardown_overdue` (exit outside) at its limit.
 */
export async function tearDown(work: TeardownWork): Promise<TeardownRecord> {
  const { root, environment, terminal, steps = teardownSteps } = work;
  let record = await openTeardown(work);
  for (const step of steps) {
    const earlier = record.done.find(({ name }) => name === step.name);
    if (earlier !== undefined) {
      terminal.say(`${step.name}: done before, ${earlier.detail}`);
      continue;
    }
    const done = await runStep(step, work);
    record = { ...record, done: [...record.done, done] };
    await keepRecord(root, environment, record);
    terminal.say(`${step.name}: ${done.detail}, ${formatDuration(done.seconds)}`);
  }
  return record;
}

/**
 * How far an earlier run has come, for this one to go on from: nothing where that teardown was finished, or where the
 * environment was deployed again since, as the states show.
 */
export async function openTeardown({
  root,
  environment,
  standing,
  steps = teardownSteps,
}: Pick<TeardownWork, 'root' | 'environment' | 'standing' | 'steps'>): Promise<TeardownRecord> {
  const record = await openRecord(root, environment);
  const done = steps.filter((step) => record.done.some(({ name }) => name === step.name));
  const stands = done.some(({ takes = [] }) => takes.some((type) => standing.has(type)));
  if (done.length < steps.length && !stands) return record;
  return { ...record, begun: new Date().toISOString(), done: [] };
}

async function runStep(step: TeardownStep, work: TeardownWork): Promise<StepDone> {
  const started = performance.now();
  const limitMs = step.limitMinutes * 60_000;
  const limit = AbortSignal.timeout(limitMs);
  const retries: Record<string, number> = {};
  const progress = work.terminal.progress(`${step.name}: ${step.does}`);
  const patience = {
    deadlineMs: started + limitMs,
    rhythm: work.rhythm,
    signal: AbortSignal.any([work.signal, limit]),
    onRetry(reason: string) {
      retries[reason] = (retries[reason] ?? 0) + 1;
      progress.update(retries[reason], `again after ${reason}`);
    },
  };
  try {
    const detail = await step.run(work.tools, patience, progress);
    return { name: step.name, detail, seconds: (performance.now() - started) / 1000, retries };
  } catch (error) {
    const late = limit.aborted && !work.signal.aborted && !(error instanceof Failure);
    throw late ? overdue(step, retries, error) : error;
  } finally {
    progress.finish();
  }
}

function overdue(
  { name, limitMinutes }: TeardownStep,
  retries: StepDone['retries'],
  cause: unknown,
): Failure {
  const tries = Object.entries(retries).map(([reason, count]) => `${count} × ${reason}`);
  return new Failure({
    code: 'teardown_overdue',
    exit: 'outside',
    message: `the step ${name} was not done within ${limitMinutes} minutes`,
    facts: { step: name, again: tries.length === 0 ? 'never' : tries.join(', ') },
    next: 'look at what it waits for in the AWS console, then run this again: it goes on from here',
    cause,
  });
}
