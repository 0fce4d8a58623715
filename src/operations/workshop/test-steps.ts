import type { TestPostgres } from '../local/test-postgres.ts';
import type { Terminal } from '../terminal.ts';
import { testVariables, type Extent } from './extent.ts';
import type { Workplace } from './gate.ts';
import type { Step } from './step.ts';
import { partConcurrency, runTestFiles } from './test-run.ts';
import { summariseTests } from './test-summary.ts';

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
        const results = await runTestFiles({
          ...options,
          environment,
          files,
          concurrency,
          onProgress: ({ files: ended, passed, failed }) =>
            progress.update(ended, `${passed} passed, ${failed} failed`),
        }).finally(() => progress.finish());
        return summariseTests(results, options.refuseSkips);
      },
    }));
}
