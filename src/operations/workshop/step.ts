import { Failure } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import type { Gate, Workplace } from './gate.ts';

/** What a step of the workshop came to; a gate counts as one, tests count each. */
export type StepResult = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One phrase behind the step's name. */
  readonly detail: string;
  /** Shown when something failed. */
  readonly output: string;
};

export type Step = {
  readonly name: string;
  readonly run: () => Promise<StepResult>;
};

export type StepReport = StepResult & { readonly name: string; readonly seconds: number };

/** A gate as a step. */
export function gateStep(gate: Gate, workplace: Workplace & { readonly terminal: Terminal }): Step {
  return {
    name: gate.name,
    async run() {
      const shown = workplace.terminal.wait(gate.name);
      const { passed, detail, output } = await gate.run(workplace).finally(shown);
      return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, detail, output };
    },
  };
}

/** Runs a step and takes its time. A Failure that it throws counts as one failed. */
export async function runStep({ name, run }: Step): Promise<StepReport> {
  const started = performance.now();
  const result = await run().catch((error: unknown): StepResult => {
    if (!(error instanceof Failure)) throw error;
    const facts = Object.entries(error.facts).map(([key, value]) => `  ${key}: ${value}`);
    const output = [`${error.message} (${error.code})`, ...facts, `next: ${error.next}`].join('\n');
    return { passed: 0, failed: 1, skipped: 0, detail: 'could not run', output };
  });
  return { name, ...result, seconds: (performance.now() - started) / 1000 };
}
