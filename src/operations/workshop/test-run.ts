import { availableParallelism } from 'node:os';
import { testTimeoutSeconds, type Extent } from './extent.ts';
import type { Workplace } from './gate.ts';
import { runTestFile, type TestFileResult } from './test-file.ts';

export type TestRun = Workplace & {
  /** Relative to the repository's folder. */
  readonly files: readonly string[];
  /** Files that run at once. */
  readonly concurrency: number;
  readonly extent: Extent;
  readonly onProgress: (progress: TestProgress) => void;
};

export type TestProgress = { readonly files: number; readonly passed: number; readonly failed: number };

/** One more than there are processors: tests wait for the database as often as they compute. */
export const partConcurrency = Math.min(4, availableParallelism() + 1);

/**
 * Runs test files, several at once, and gives their results in the order of the files. An abort ends those that
 * run and then throws its reason.
 */
export async function runTestFiles(run: TestRun): Promise<readonly TestFileResult[]> {
  const progress = { files: 0, passed: 0, failed: 0 };
  const waiting = run.files.entries();
  const results: TestFileResult[] = [];
  async function work(): Promise<void> {
    for (const [place, file] of waiting) {
      run.signal.throwIfAborted();
      results[place] = await runTestFile({
        ...run,
        file,
        timeoutSeconds: testTimeoutSeconds[run.extent],
        onEvent: ({ kind }) => {
          if (kind === 'pass') progress.passed += 1;
          if (kind === 'fail') progress.failed += 1;
          run.onProgress(progress);
        },
      });
      progress.files += 1;
      run.onProgress(progress);
    }
  }
  // Each waits for its own file, so that nothing is left running when one is told to stop.
  const workers = await Promise.allSettled(Array.from({ length: run.concurrency }, work));
  run.signal.throwIfAborted();
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return results;
}
