import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { processes, type ProcessName } from '../../service/contract.ts';
import { Failure } from '../failure.ts';
import { endsWithin } from './patience.ts';
import { environmentOf, type ServiceSettings } from './service-environment.ts';
import { gatherOutput, type OutputHome } from './service-output.ts';

/** The service of one Midcoast: what all its processes have in common. */
export type LocalService = OutputHome & {
  /** The file that Node runs with the process's name as its argument. */
  readonly entry: string;
  /** Values for the variables of the contract; each process is given its own part. */
  readonly settings: ServiceSettings;
  /** The person's environment, of which each process sees very little. */
  readonly shell: NodeJS.ProcessEnv;
};

/** Node before 24.12 warns of the type stripping that everything here relies on. */
const nodeArguments = ['--disable-warning=ExperimentalWarning'];

/** How a process ended: in words, and the worst that it said before. */
export type ServiceEnd = { readonly code: number | null; readonly how: string; readonly lastWords: string };

export type ServiceProcess = {
  readonly pid: number;
  readonly ended: Promise<ServiceEnd>;
  /** Lines on stdout of a job that are no log entries: what it answers. */
  readonly results: readonly string[];
  /** Waits for a message of this type; rejects with a {@link Failure} when the process ends before. */
  message(type: string): Promise<Readonly<Record<string, unknown>>>;
  /** Asks the process to finish, and ends it when it has not in time, or when `force` aborts. */
  stop(patienceMs: number, force?: AbortSignal): Promise<void>;
};

/**
 * Starts one process of the service with its own part of the settings; secrets go by the environment, never
 * by arguments. It has a session of its own, so Ctrl-C does not reach it; a server has a channel to us
 * besides, whose end tells it that we are gone.
 */
export function spawnService(name: ProcessName, service: LocalService): ServiceProcess {
  const channel = processes[name].kind === 'server' ? (['ipc'] as const) : [];
  const child = spawn(process.execPath, [...nodeArguments, service.entry, name], {
    env: environmentOf(name, service.settings, service.shell),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...channel],
  });
  const output = gatherOutput(name, child, service);
  const ended = endOf(child, output.lastWords);
  return {
    pid: child.pid ?? 0,
    ended,
    results: output.results,
    message: (type) =>
      Promise.race([
        messageOf(child, type),
        ended.then((end) => Promise.reject(failureOf(name, end, service.logs))),
      ]),
    async stop(patienceMs, force) {
      child.kill('SIGTERM');
      if (!(await endsWithin(ended, patienceMs, force))) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs a job to its end and answers what it wrote on stdout beside its log. Throws a {@link Failure}. */
export async function runJob(
  name: ProcessName,
  service: LocalService,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const job = spawnService(name, service);
  const interrupt = () => void job.stop(interruptPatienceMs);
  signal.addEventListener('abort', interrupt, { once: true });
  const end = await job.ended;
  signal.removeEventListener('abort', interrupt);
  signal.throwIfAborted();
  if (end.code !== 0) throw failureOf(name, end, service.logs);
  return job.results;
}

/** A job keeps its work in transactions, so it may be cut off. */
const interruptPatienceMs = 2_000;

function endOf(child: ChildProcess, lastWords: () => string): Promise<ServiceEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, how: error.message, lastWords: '' }));
    child.once('close', (code, signal) =>
      resolve({
        code,
        how: signal === null ? `exit code ${code}` : `signal ${signal}`,
        lastWords: lastWords(),
      }),
    );
  });
}

function messageOf(child: ChildProcess, type: string): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve) => {
    child.on('message', (message: { readonly type?: unknown } | null) => {
      if (message?.type === type) resolve({ ...message });
    });
  });
}

function failureOf(name: ProcessName, end: ServiceEnd, logs: string): Failure {
  const log = join(logs, `${name}.log`);
  const said = end.lastWords === '' ? '' : `: ${end.lastWords}`;
  return new Failure({
    code: 'process_failed',
    exit: 'outside',
    message: `the process ${name} of the service ended (${end.how})${said}`,
    facts: { process: name, log },
    next: `read the end of ${log}`,
  });
}
