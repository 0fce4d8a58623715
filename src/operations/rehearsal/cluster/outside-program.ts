import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../failure.ts';
import { endsWithin } from '../../local/patience.ts';

/** A program of others that runs for as long as the rehearsal does. */
export type OutsideProgram = {
  readonly name: string;
  readonly pid: number;
  /** Rejects with a Failure (`cluster_program_ended`, exit outside) once it has ended by itself; never resolves. */
  readonly broken: Promise<never>;
  /** Asks it to end, and makes it end where it does not in time. */
  readonly stop: () => Promise<void>;
};

export type OutsideProgramGiven = {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  /** Beside PATH and a HOME that is the folder: files of the person are none of its business. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of its log, `<name>.log`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const stopPatienceMs = 5_000;
const askEveryMs = 50;
/** So much of the end of a log is shown. */
const tailLines = 5;

/** Starts a program; whether it is ready is for the caller to see. */
export function startOutsideProgram(given: OutsideProgramGiven): OutsideProgram {
  const { name, program, words, variables, folder, environment } = given;
  const log = join(folder, `${name}.log`);
  const output = createWriteStream(log, { mode: 0o600 });
  const child = spawn(program, [...words], {
    cwd: folder,
    env: { PATH: environment['PATH'], HOME: folder, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own, so that Ctrl-C reaches it only when what depends on it has stopped.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
  let stopping = false;
  const ended = once(child, 'close').catch(() => undefined);
  const broken = ended.then(async () => {
    output.end();
    if (stopping) return new Promise<never>(() => {});
    throw await endedByItself(name, log);
  });
  // Whoever waits for something is told; a rehearsal that is done with it does not end by it.
  broken.catch(() => {});
  return {
    name,
    pid: child.pid ?? 0,
    broken,
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      if (!(await endsWithin(ended, stopPatienceMs))) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Asks again and again until the answer is yes; throws when the program ends, or when the patience does. */
export async function untilReady(
  { name, broken }: Pick<OutsideProgram, 'name' | 'broken'>,
  isReady: () => Promise<boolean>,
  { patienceSeconds, signal }: { readonly patienceSeconds: number; readonly signal: AbortSignal },
): Promise<void> {
  const until = performance.now() + patienceSeconds * 1000;
  while (!(await Promise.race([isReady().catch(() => false), broken]))) {
    if (performance.now() > until) {
      throw new Failure({
        code: 'cluster_program_slow',
        exit: 'outside',
        message: `${name} is not ready after ${patienceSeconds} s`,
        next: 'run it again when this machine has less to do',
      });
    }
    await wait(askEveryMs, undefined, { signal });
  }
}

async function endedByItself(name: string, log: string): Promise<Failure> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return new Failure({
    code: 'cluster_program_ended',
    exit: 'outside',
    message: `${name} ended by itself`,
    facts: { log, last: text.trim().split('\n').slice(-tailLines).join('\n') },
    next: `read the end of ${log}`,
  });
}
