import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Workplace } from './gate.ts';
import { endGroup } from './process-group.ts';
import { toolEnvironment } from './program.ts';
import { readLine, type TestEvent } from './test-event.ts';

export type TestFailure = {
  /** Empty when the file itself failed. */
  readonly name: string;
  readonly error: string;
};

export type TestFileResult = {
  /** Relative to the repository's folder. */
  readonly file: string;
  readonly passed: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly failures: readonly TestFailure[];
  /** The end of what the file wrote. */
  readonly output: string;
  readonly seconds: number;
};

export type TestFileRun = Workplace & {
  readonly file: string;
  /** A single test that takes longer hangs. */
  readonly timeoutSeconds: number;
  readonly onEvent: (event: TestEvent) => void;
};

/** After its last test a file may take this long to end; then something that it opened keeps it. */
const lingerMs = 30_000;
/** Kept of what a file writes: the end says why it failed. */
const outputLimit = 6_000;

/** Runs a test file by Node's runner in a process of its own. An abort of the signal ends it. */
export async function runTestFile(run: TestFileRun): Promise<TestFileResult> {
  const { root, environment, signal, file } = run;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      `--test-timeout=${run.timeoutSeconds * 1000}`,
      `--test-reporter=${join(import.meta.dirname, 'test-reporter.ts')}`,
      file,
    ],
    // A group of its own, so that an end reaches what the tests started.
    { cwd: root, env: toolEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  const end = () => void endGroup(child, ended);
  signal.addEventListener('abort', end, { once: true });
  const linger = watchForLinger(end);
  let output = '';
  const keep = (text: string) => (output = `${output}${text}`.slice(-outputLimit));
  child.stderr.setEncoding('utf8').on('data', keep);
  const events: TestEvent[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { written, event } = readLine(line);
    keep(written);
    if (event === undefined) return;
    linger.hear(event);
    events.push(event);
    run.onEvent(event);
  });
  const [code] = await ended;
  linger.stop();
  signal.removeEventListener('abort', end);
  const seconds = (performance.now() - started) / 1000;
  return { file, seconds, output, ...addUp(events, { code, lingered: linger.lingered() }) };
}

/** Counts what was told, and adds what the file did wrong as a whole. */
export function addUp(
  events: readonly TestEvent[],
  { code, lingered }: { readonly code: number | null; readonly lingered: boolean },
): Pick<TestFileResult, 'passed' | 'skipped' | 'failures'> {
  const of = <Kind extends TestEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<TestEvent, { kind: Kind }> => event.kind === kind);
  const passed = of('pass').length;
  const skipped = of('skip').map(({ name, reason }) => ({ name, reason }));
  const failures = of('fail').map(({ name, error }) => ({ name, error }));
  const whole = (error: string): TestFailure => ({ name: '', error });
  if (lingered) failures.push(whole('its tests ended, but something that they opened kept it from ending'));
  else if (code !== 0 && failures.length === 0) {
    const notes = of('note').map(({ text }) => text);
    failures.push(whole([`it ended with ${String(code)}`, ...notes].join('\n')));
  } else if (passed + skipped.length + failures.length === 0) failures.push(whole('it holds no test'));
  return { passed, skipped, failures };
}

/** Ends a file whose tests are all done and which goes on all the same. */
function watchForLinger(end: () => void) {
  let open = 0;
  let lingered = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    hear({ kind }: TestEvent): void {
      open += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
      clearTimeout(timer);
      if (open > 0) return;
      timer = setTimeout(() => {
        lingered = true;
        end();
      }, lingerMs);
    },
    stop: () => clearTimeout(timer),
    lingered: () => lingered,
  };
}
