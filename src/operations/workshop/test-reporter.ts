/**
 * Runs inside a test file's process: turns the events of Node's runner into those of `test-event.ts`. The runner
 * tells of suites as if they were tests; here only what a person wrote with `it` or `test` counts.
 */
import { inspect } from 'node:util';
import { writeEvent, type TestEvent } from './test-event.ts';

/** The part of the runner's events that is read here; https://nodejs.org/api/test.html#class-testsstream */
type RunnerEvent = { readonly type: string; readonly data: RunnerData };

type RunnerData = {
  readonly name?: string;
  readonly nesting?: number;
  readonly message?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details?: {
    readonly type?: string;
    readonly error?: Error & { readonly failureType?: string };
  };
};

/** A line for each event that counts. */
export default async function* report(source: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  // Results come in the order of the file, so the names above a test are those started last.
  const above: string[] = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') above.splice(data.nesting ?? 0, above.length, data.name ?? '');
    const event = translators[type]?.(data, above.slice(0, data.nesting ?? 0));
    if (event !== undefined) yield writeEvent(event);
  }
}

type Translator = (data: RunnerData, above: readonly string[]) => TestEvent | undefined;

const translators: Readonly<Record<string, Translator>> = {
  'test:enqueue': ({ nesting }) => (nesting === 0 ? { kind: 'open' } : undefined),
  'test:complete': ({ nesting }) => (nesting === 0 ? { kind: 'close' } : undefined),
  'test:pass': ({ name = '', skip, todo, details }, above) => {
    const full = [...above, name].join(' › ');
    const reason = skip ?? todo ?? false;
    // A suite that was skipped stands for its tests, which nobody tells of.
    if (details?.type === 'suite' && reason === false) return undefined;
    if (reason === false) return { kind: 'pass', name: full };
    return { kind: 'skip', name: full, reason: reason === true ? '' : reason };
  },
  'test:fail': ({ name = '', details }, above) => {
    // A suite or test whose own tests failed: they were told themselves.
    if (details?.error?.failureType === 'subtestsFailed') return undefined;
    return { kind: 'fail', name: [...above, name].join(' › '), error: describe(details?.error) };
  },
  'test:diagnostic': ({ message = '' }) =>
    message.startsWith('Error') || message.startsWith('Warning')
      ? { kind: 'note', text: message }
      : undefined,
};

function describe(error: Error | undefined): string {
  const cause = error?.cause ?? error;
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return typeof cause === 'string' ? cause : inspect(cause);
}
