import { formatAmount, formatDuration } from '../figures.ts';
import type { TestPostgres } from '../local/test-postgres.ts';
import type { Terminal } from '../terminal.ts';
import { testVariables, type Extent } from './extent.ts';
import type { Workplace } from './gate.ts';
import type { Step, StepResult } from './step.ts';
import { partConcurrency, runTestFiles } from './test-run.ts';
import type { TestFailure, TestTally } from './test-tally.ts';

export type TestSteps = Workplace & {
  readonly files: readonly string[];
  readonly extent: Extent;
  /** Then a skipped test is a failed one: a part that cannot be had must not go unseen. */
  readonly refuseSkips: boolean;
  readonly terminal: Terminal;
  /** Starts what the tests need, once, when the first step begins. */
  readonly provide: () => Promise<TestNeeds>;
};

/** What the tests are given: the one PostgreSQL of the run, and programs by their variable. */
export type TestNeeds = {
  readonly postgres: TestPostgres;
  readonly programs: Readonly<Record<string, string>>;
};

/** Files named at the end of a step, when they took longer than this. */
const slowSeconds = 10;
const slowestShown = 3;

/** Names of the steps, and the files that belong to each. */
export const testStepNames = ['tests', 'system'] as const;
const isSystem = (file: string) => file.startsWith('tests/');

/**
 * The tests of parts, then those of the whole system. Parts run side by side; whole platforms one at a time, so
 * that their times mean something.
 */
export function testSteps(options: TestSteps): readonly Step[] {
  const groups = [
    { name: 'tests', concurrency: partConcurrency, files: options.files.filter((file) => !isSystem(file)) },
    { name: 'system', concurrency: 1, files: options.files.filter(isSystem) },
  ] as const;
  return groups
    .filter(({ files }) => files.length > 0)
    .map(({ name, concurrency, files }) => ({
      name,
      run: async () => {
        const { postgres, programs } = await options.provide();
        const environment = {
          ...options.environment,
          ...programs,
          [testVariables.extent]: options.extent,
          [testVariables.databaseUrl]: postgres.url,
        };
        const progress = options.terminal.progress(name, files.length);
        const tally = await runTestFiles({
          ...options,
          environment,
          files,
          concurrency,
          onChange: ({ filesEnded, passed, failures }) =>
            progress.update(filesEnded, `${passed} passed, ${failures.length} failed`),
        }).finally(() => progress.finish());
        return summarise(tally, options.refuseSkips);
      },
    }));
}

/** The counts of a run, with what is to be read of it. */
export function summarise(tally: TestTally, refuseSkips: boolean): StepResult {
  const refused: readonly TestFailure[] = refuseSkips
    ? tally.skipped.map(({ file, name, reason }) => ({
        file,
        name,
        error: `skipped${reason === '' ? '' : ` (${reason})`}: with CI set, what cannot be had is a failure`,
        output: '',
      }))
    : [];
  const failures = [...tally.failures, ...refused];
  const slow = [...tally.seconds]
    .filter(([, seconds]) => seconds >= slowSeconds)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, slowestShown)
    .map(([file, seconds]) => `${file} ${formatDuration(seconds)}`);
  return {
    passed: tally.passed,
    failed: failures.length,
    skipped: refuseSkips ? 0 : tally.skipped.length,
    detail: [
      formatAmount(tally.passed + failures.length, 'test'),
      ...(slow.length > 0 ? [`slowest ${slow.join(', ')}`] : []),
    ].join('; '),
    output: describeFailures(failures),
  };
}

/** What each file wrote is shown once, after its last failure. */
function describeFailures(failures: readonly TestFailure[]): string {
  return failures
    .map(({ file, name, error, output }, index) => {
      const last = failures.findLastIndex((other) => other.file === file) === index;
      const written = last && output.trim() !== '' ? `\n  it wrote:\n${indent(output.trim(), 4)}` : '';
      return `${[file, name].filter((part) => part !== '').join(' › ')}\n${indent(error, 2)}${written}`;
    })
    .join('\n\n');
}

function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}
