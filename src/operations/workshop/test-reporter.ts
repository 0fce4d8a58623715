/**
 * Runs inside `node --test`: turns the runner's events into those of `test-event.ts`. The runner tells of a suite
 * and of a file as if they were tests; here only what a person wrote with `it` or `test` counts.
 */
import { inspect } from 'node:util';
import type { TestEvent } from './test-event.ts';

/** The part of the runner's events that is read here; https://nodejs.org/api/test.html#class-testsstream */
type RunnerEvent = {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly nesting?: number;
    readonly file?: string;
    readonly message?: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: {
      readonly type?: string;
      readonly duration_ms?: number;
      readonly error?: Error & { readonly failureType?: string };
    };
  };
};

/** One JSON object a line for each event that counts. */
export default async function* report(source: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  const suites: string[] = [];
  for await (const event of source) {
    const told = translate(event, suites);
    if (told !== undefined) yield `${JSON.stringify(told)}\n`;
  }
}

function translate({ type, data }: RunnerEvent, suites: string[]): TestEvent | undefined {
  const { file = '', name = '', nesting = 0 } = data;
  const isFile = name === file;
  switch (type) {
    case 'test:enqueue':
      return isFile ? { kind: 'file', file } : undefined;
    case 'test:complete':
      return isFile
        ? { kind: 'file end', file, seconds: (data.details?.duration_ms ?? 0) / 1000 }
        : undefined;
    case 'test:start':
      // Results come in the order of the file, so the names above a test are those started last.
      suites.splice(nesting, suites.length, name);
      return undefined;
    case 'test:pass':
      return isFile
        ? { kind: 'fail', file, name: '', error: 'the file holds no test' }
        : passed(data, suites);
    case 'test:fail':
      return failed(data, suites);
    case 'test:stdout':
    case 'test:stderr':
    case 'test:diagnostic':
      return data.file === undefined ? undefined : { kind: 'output', file, text: data.message ?? '' };
    default:
      return undefined;
  }
}

function passed(
  { file = '', name = '', nesting = 0, ...data }: RunnerEvent['data'],
  suites: readonly string[],
) {
  if (data.details?.type === 'suite') return undefined;
  const full = [...suites.slice(0, nesting), name].join(' › ');
  const reason = data.skip ?? data.todo;
  if (reason === undefined || reason === false) return { kind: 'pass', file, name: full } as const;
  return { kind: 'skip', file, name: full, reason: typeof reason === 'string' ? reason : '' } as const;
}

function failed(
  { file = '', name = '', nesting = 0, ...data }: RunnerEvent['data'],
  suites: readonly string[],
) {
  const error = data.details?.error;
  // A suite, file or parent whose tests failed: they were told themselves.
  if (error?.failureType === 'subtestsFailed') return undefined;
  const full = name === file ? '' : [...suites.slice(0, nesting), name].join(' › ');
  return { kind: 'fail', file, name: full, error: describe(error) } as const;
}

function describe(error: Error | undefined): string {
  const cause = error?.cause ?? error;
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return typeof cause === 'string' ? cause : inspect(cause);
}
