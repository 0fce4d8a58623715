import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { endsWithin } from '../local/patience.ts';

/** Runs Helm against the cluster with these words, and gives what it says. */
export type Helm = (words: readonly string[]) => Promise<string>;

type HelmRun = {
  /** The executable of Helm. */
  readonly helm: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Milliseconds that an interrupted run has to end by itself. */
  readonly farewellMs?: number;
};

/** Time to write down that a release was given up; one that is killed stays unfinished, and in the way of the next. */
const longFarewellMs = 20_000;

/**
 * Runs Helm and gives what it says. An interruption asks it to end, and is thrown once it has: until then it works with
 * its files. Throws an Error with what Helm says of its failure.
 */
export async function runHelm(words: readonly string[], run: HelmRun): Promise<string> {
  const { helm, variables, signal, farewellMs = longFarewellMs } = run;
  signal.throwIfAborted();
  // In a group of its own: Ctrl-C reaches it through us alone.
  const child = spawn(helm, [...words], {
    env: { ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    const inTime = await endsWithin(ended, farewellMs).catch(() => true);
    if (!inTime) child.kill('SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [output, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    signal.throwIfAborted();
    if (code !== 0) throw new Error(said.trim() === '' ? `helm ended with ${String(code)}` : said.trim());
    return output;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
