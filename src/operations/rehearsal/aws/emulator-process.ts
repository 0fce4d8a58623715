import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../local/free-port.ts';
import { endsWithin } from '../../local/patience.ts';
import { Failure } from '../../failure.ts';

/** An emulator that runs. */
export type Emulator = {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

export type EmulatorGiven = {
  readonly name: string;
  readonly program: string;
  /** The words after the program, of the port that it is to listen on. */
  readonly words: (port: number) => readonly string[];
  /** Beside what every program needs of the person's environment. */
  readonly variables: (port: number) => Readonly<Record<string, string>>;
  /** A path that answers 200 once it is ready. */
  readonly readyPath: string;
  readonly log: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Cold, on a busy machine of two cores, Python takes several seconds to import everything. */
const readyPatienceMs = 60_000;
/** Another program may take the free port in the seconds between our look and the emulator's start; then it ends. */
const portTries = 3;
const stopPatienceMs = 5_000;
const askEveryMs = 100;

/** Starts an emulator on a free port of 127.0.0.1 and waits until it answers. */
export async function startEmulator(given: EmulatorGiven): Promise<Emulator> {
  for (let tries = 1; tries <= portTries; tries += 1) {
    given.signal.throwIfAborted();
    const started = await startOn(await findFreePort(), given);
    if (started !== 'ended') return started;
  }
  throw notReady(given.name, given.log);
}

/** Starts it on a port; `ended` when it did so before it answered. */
async function startOn(port: number, given: EmulatorGiven): Promise<Emulator | 'ended'> {
  const { name, program, environment, signal } = given;
  const log = createWriteStream(given.log);
  const child = spawn(program, [...given.words(port)], {
    // Credentials and endpoints of the person are none of its business.
    env: { PATH: environment['PATH'], HOME: environment['HOME'], ...given.variables(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own, so that Ctrl-C reaches it only when Terraform is done with it.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  const ended = once(child, 'close').catch(() => undefined);
  const stop = async () => {
    child.kill('SIGTERM');
    if (!(await endsWithin(ended, stopPatienceMs))) child.kill('SIGKILL');
    await ended;
    log.end();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    if (!(await isReady(`${url}${given.readyPath}`, child, signal))) {
      if (runs(child)) throw notReady(name, given.log);
      await stop();
      return 'ended';
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, stop };
}

async function isReady(address: string, child: ChildProcess, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + readyPatienceMs;
  while (performance.now() < until && runs(child)) {
    const answer = await fetch(address, { signal }).catch(() => undefined);
    if (answer?.status === 200) return true;
    await wait(askEveryMs, undefined, { signal });
  }
  return false;
}

function runs({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function notReady(name: string, log: string): Failure {
  return new Failure({
    code: 'emulator_failed',
    exit: 'outside',
    message: `the emulator ${name} does not start`,
    facts: { log },
    next: `read the end of ${log}`,
  });
}
