import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { testTimeoutSeconds, type Extent } from './extent.ts';
import type { Workplace } from './gate.ts';
import { toolEnvironment } from './program.ts';
import type { TestEvent } from './test-event.ts';
import { createTally, type TestTally } from './test-tally.ts';

export type TestRun = Workplace & {
  /** Relative to the repository's folder; at least one. */
  readonly files: readonly string[];
  /** Files that run at once. */
  readonly concurrency: number;
  readonly extent: Extent;
  readonly onChange: (tally: TestTally) => void;
};

/** How long tests may take to let go of their processes after a signal. */
const stopPatienceMs = 10_000;

/**
 * Files of the parts that run at once: they wait for the database as often as they compute. Whole-system tests
 * run one at a time, since each starts a platform of its own.
 */
export const partConcurrency = Math.max(2, Math.min(4, availableParallelism()));

/**
 * Runs test files by Node's own runner, each in a process of its own, and counts. An abort stops them all and
 * then throws the reason.
 */
export async function runTestFiles(run: TestRun): Promise<TestTally> {
  const { root, signal, extent, concurrency, files, environment } = run;
  signal.throwIfAborted();
  const child = spawn(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${testTimeoutSeconds[extent] * 1000}`,
      `--test-reporter=${join(import.meta.dirname, 'test-reporter.ts')}`,
      ...files,
    ],
    // A group of its own, so that an abort reaches the tests and what they started.
    { cwd: root, env: toolEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  const stop = () => void stopGroup(child, ended);
  signal.addEventListener('abort', stop, { once: true });
  const tally = createTally((file) => relative(root, resolve(root, file)));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const event = parseEvent(line);
    if (event === undefined) said += `${line}\n`;
    else tally.add(event);
    run.onChange(tally.current());
  }
  const [code] = await ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  const counted = tally.current();
  if (code === 0 || counted.failures.length > 0) return counted;
  // The runner failed and blames no test: its word counts.
  const failure = {
    file: 'node --test',
    name: '',
    error: `ended with ${String(code)}`,
    output: said.slice(-4_000),
  };
  return { ...counted, failures: [failure] };
}

function parseEvent(line: string): TestEvent | undefined {
  try {
    return JSON.parse(line) as TestEvent;
  } catch {
    return undefined;
  }
}

async function stopGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), stopPatienceMs);
  await ended;
  clearTimeout(patience);
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself.
  }
}
