import { Failure } from '../failure.ts';
import { startTestPostgres } from '../local/test-postgres.ts';
import type { Terminal } from '../terminal.ts';
import { chromiumTool } from '../toolbox/chromium.ts';
import { prometheusTool } from '../toolbox/prometheus.ts';
import { schemathesisTool } from '../toolbox/schemathesis.ts';
import type { Tool } from '../toolbox/tool.ts';
import { buildEarly } from './early-builds.ts';
import { testVariables, type Extent } from './extent.ts';
import { gates } from './gates.ts';
import type { Workplace } from './gate.ts';
import { gateStep, runStep, type Step, type StepReport } from './step.ts';
import { findTestFiles } from './test-files.ts';
import { testStepNames, testSteps, type TestNeeds } from './test-steps.ts';

export type WorkshopOptions = Workplace & {
  readonly extent: Extent;
  /** Whether a pipeline runs this: then programs are brought, and what cannot be had is a failure. */
  readonly inCi: boolean;
  /** Parts of test paths; with any, only those tests run and no gate. */
  readonly words: readonly string[];
  /** Names of `stepNames`; all of them when empty. */
  readonly only: readonly string[];
  /** Whether to stop after the first step with a failure. */
  readonly bail: boolean;
  readonly terminal: Terminal;
  /** Told of each step as it ends. */
  readonly onStep: (report: StepReport) => void;
};

export type WorkshopReport = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly extent: Extent;
  readonly seconds: number;
  readonly steps: readonly StepReport[];
};

/** Every step, in the order in which they run. */
export const stepNames: readonly string[] = [...gates.map(({ name }) => name), ...testStepNames];

/**
 * Runs the gates and the tests, one after the other, all of them even when one fails. Throws a Failure of exit
 * `usage` for a word that meets no test, and the signal's reason when it aborts.
 */
export async function runWorkshop(options: WorkshopOptions): Promise<WorkshopReport> {
  const started = performance.now();
  const needs = createNeeds(options);
  const reports: StepReport[] = [];
  const steps = await chooseSteps(options, needs.provide);
  const early = hasRehearsals(options, steps) ? buildEarly(options) : undefined;
  try {
    for (const step of steps) {
      const report = await runStep(step);
      options.signal.throwIfAborted();
      reports.push(report);
      options.onStep(report);
      if (options.bail && report.failed > 0) break;
    }
  } finally {
    await early?.stop();
    await needs.release();
  }
  const seconds = (performance.now() - started) / 1000;
  return { ...addUp(reports), extent: options.extent, seconds, steps: reports };
}

/** A single test that is asked for brings what it needs itself. */
function hasRehearsals({ extent, words }: WorkshopOptions, steps: readonly Step[]): boolean {
  return extent !== 'quick' && words.length === 0 && steps.some(({ name }) => name === 'system');
}

/** The counts of all steps together. */
export function addUp(reports: readonly StepReport[]): Pick<WorkshopReport, 'passed' | 'failed' | 'skipped'> {
  const sum = (pick: (report: StepReport) => number) =>
    reports.reduce((total, each) => total + pick(each), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  };
}

async function chooseSteps(
  options: WorkshopOptions,
  provide: () => Promise<TestNeeds>,
): Promise<readonly Step[]> {
  const { root, words, only } = options;
  const files = await findTestFiles(root, words);
  const tests = testSteps({ ...options, files, refuseSkips: options.inCi, provide });
  if (words.length > 0) return tests;
  const steps = [...gates.map((gate) => gateStep(gate, options)), ...tests];
  return only.length === 0 ? steps : steps.filter(({ name }) => only.includes(name));
}

/** What the tests need is started when the first of them asks, and stopped at the end. */
function createNeeds(options: WorkshopOptions) {
  let needs: Promise<TestNeeds> | undefined;
  return {
    provide: () => (needs ??= provideNeeds(options)),
    release: async () => {
      const provided = await needs?.catch(() => undefined);
      await provided?.postgres.stop();
    },
  };
}

async function provideNeeds(options: WorkshopOptions): Promise<TestNeeds> {
  const { signal } = options;
  const programs = {
    [testVariables.chromium]: await locate(chromiumTool(options), options),
    [testVariables.schemathesis]: await locate(schemathesisTool(options), options),
    [testVariables.prometheus]: await locate(prometheusTool(options), options),
  };
  const found = Object.entries(programs).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { programs: Object.fromEntries(found), postgres: await startTestPostgres({ signal }) };
}

/** A person's machine is left as it is: there, tests that lack a program say so and are skipped. */
async function locate(
  tool: Tool,
  { inCi, extent, signal, terminal }: WorkshopOptions,
): Promise<string | undefined> {
  const found = await tool.find();
  if (found !== undefined) return found.path;
  if (!inCi && extent !== 'all') {
    terminal.say(
      `${tool.name} is not here, so a quick run goes without ${tool.neededFor}; with CI=true it is brought`,
    );
    return undefined;
  }
  try {
    return (await tool.bring?.({ signal, say: (line) => terminal.say(line) }))?.path;
  } catch (error) {
    // The other tests still count; those that lack it skip, which is a failure in CI.
    if (!(error instanceof Failure)) throw error;
    terminal.say(`${error.message} (${error.code}); ${error.next}`);
    return undefined;
  }
}
