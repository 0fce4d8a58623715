import type { TestEvent } from './test-event.ts';

export type TestFailure = {
  /** Relative to the repository's folder. */
  readonly file: string;
  /** Empty when the file itself failed. */
  readonly name: string;
  readonly error: string;
  /** The end of what the file wrote. */
  readonly output: string;
};

export type TestTally = {
  readonly files: number;
  readonly filesEnded: number;
  readonly passed: number;
  readonly skipped: readonly { readonly file: string; readonly name: string; readonly reason: string }[];
  readonly failures: readonly TestFailure[];
  /** Seconds of each file that has ended. */
  readonly seconds: ReadonlyMap<string, number>;
};

/** Kept of what a file writes: the end says why it failed. */
const outputLimit = 4_000;

/** Counts the events of a run as they come. */
export function createTally(relative: (file: string) => string) {
  const outputs = new Map<string, string>();
  const failures: Omit<TestFailure, 'output'>[] = [];
  const skipped: TestTally['skipped'][number][] = [];
  const seconds = new Map<string, number>();
  let [files, filesEnded, passed] = [0, 0, 0];
  const take: { readonly [Kind in TestEvent['kind']]: (event: Extract<TestEvent, { kind: Kind }>) => void } =
    {
      file: () => (files += 1),
      'file end': (event) => {
        filesEnded += 1;
        seconds.set(relative(event.file), event.seconds);
      },
      pass: () => (passed += 1),
      skip: ({ file, name, reason }) => skipped.push({ file: relative(file), name, reason }),
      fail: ({ file, name, error }) => failures.push({ file: relative(file), name, error }),
      output: ({ file, text }) =>
        outputs.set(relative(file), `${outputs.get(relative(file)) ?? ''}${text}`.slice(-outputLimit)),
    };
  return {
    add(event: TestEvent): void {
      (take[event.kind] as (event: TestEvent) => void)(event);
    },
    current: (): TestTally => ({
      files,
      filesEnded,
      passed,
      skipped,
      seconds,
      failures: failures.map((failure) => ({ ...failure, output: outputs.get(failure.file) ?? '' })),
    }),
  };
}
