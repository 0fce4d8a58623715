import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Failure } from '../failure.ts';

/** One command of Terraform in one folder. */
export type TerraformRun = {
  /** Holds the `*.tf.json` files; what Terraform brings lies there too, in `.terraform`. */
  readonly folder: string;
  /** Such as `['plan', '-out=plan']`; never a secret, since every process of the machine can read them. */
  readonly words: readonly string[];
  /** The process environment: credentials come by the AWS SDK's usual chain. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks Terraform to end in order: what is being made is finished, and the state is written. */
  readonly signal: AbortSignal;
  /** Asks a second time: Terraform then ends at once, and what was being made is not in its state. */
  readonly force?: AbortSignal;
  /** Hears each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
  /** The executable; `terraform` on PATH when absent. */
  readonly program?: string;
  /** Exit codes that are answers and no failure, such as 2 of `plan -detailed-exitcode`; only 0 when absent. */
  readonly answers?: readonly number[];
};

/** How a command ended that did not fail. */
export type TerraformEnd = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Terraform's own last lines in a failure: its boxes are rarely longer. */
const shownLines = 30;

/**
 * Runs one command of Terraform, without questions, colours or calls home. Throws an AbortError when `signal`
 * aborts, after Terraform has ended, and a Failure: `terraform_missing`, `state_locked` (exit busy), `state_unsaved`,
 * `terraform_failed`.
 */
export async function runTerraform(run: TerraformRun): Promise<TerraformEnd> {
  run.signal.throwIfAborted();
  const child = spawn(run.program ?? 'terraform', [...run.words], {
    cwd: run.folder,
    env: terraformEnvironment(run.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own: Ctrl-C of a terminal would reach it beside ours, and two of them make it drop its work.
    detached: true,
  });
  const interrupt = () => void child.kill('SIGINT');
  run.signal.addEventListener('abort', interrupt, { once: true });
  run.force?.addEventListener('abort', interrupt, { once: true });
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      readLines(child.stdout, run.onLine),
      readLines(child.stderr, run.onLine),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    run.signal.throwIfAborted();
    if (code !== null && (run.answers ?? [0]).includes(code)) return { code, stdout, stderr };
    throw failureOf(run, code, errorsOf(stdout, stderr));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing(run, error) : error;
  } finally {
    run.signal.removeEventListener('abort', interrupt);
    run.force?.removeEventListener('abort', interrupt);
  }
}

/**
 * What Terraform is given of the process environment: no arguments, variables, folders or workspaces that the
 * person once set for another project may change what is planned here.
 */
function terraformEnvironment(environment: TerraformRun['environment']): NodeJS.ProcessEnv {
  const foreign = /^TF_(CLI_ARGS.*|WORKSPACE|DATA_DIR|INPUT)$/;
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
  return { ...own, TF_IN_AUTOMATION: '1', TF_INPUT: '0', TF_CLI_ARGS: '-no-color', CHECKPOINT_DISABLE: '1' };
}

async function readLines(stream: Readable, onLine: TerraformRun['onLine']): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(line);
    onLine?.(line);
  }
  return lines.join('\n');
}

function missing({ program }: TerraformRun, cause: unknown): Failure {
  return new Failure({
    code: 'terraform_missing',
    exit: 'missing',
    message: `${program ?? 'terraform'} does not start`,
    next: 'install Terraform 1.11 or newer, so that it is found on PATH',
    cause,
  });
}

function failureOf({ folder, words }: TerraformRun, code: number | null, output: string): Failure {
  const facts = {
    command: `terraform ${words.join(' ')}`,
    folder,
    exit: code ?? 'killed',
    said: tail(output),
  };
  if (output.includes('Error acquiring the state lock')) {
    return new Failure({
      code: 'state_locked',
      exit: 'busy',
      message: `the state is locked by another Terraform${holderOf(output)}`,
      facts,
      next: 'wait until the other one is done; if it is certain that it died, remove its lock by `terraform force-unlock` and the ID',
    });
  }
  if (output.includes('Failed to persist state to backend')) {
    return new Failure({
      code: 'state_unsaved',
      exit: 'outside',
      message: 'Terraform could not write down what it has made: its state lies in the folder alone',
      facts,
      next: 'keep the folder, sign in again if the session has ended, and run this again: it writes the state to its place first',
    });
  }
  return new Failure({
    code: 'terraform_failed',
    exit: 'outside',
    message: `Terraform failed at ${words[0] ?? 'nothing'}`,
    facts,
    next: 'mend what it says and run this again: what was made is in the state, and is not made twice',
  });
}

/** ` (who, since when)` of the lock, as Terraform tells it. */
function holderOf(output: string): string {
  const who = /Who:\s+(\S+)/.exec(output)?.[1];
  const since = /Created:\s+(.+)/.exec(output)?.[1]?.trim();
  return who === undefined ? '' : ` (${who}${since === undefined ? '' : `, since ${since}`})`;
}

/** Terraform tells errors on stderr, after warnings that were there all the time; under `-json` on stdout. */
function errorsOf(stdout: string, stderr: string): string {
  const at = stderr.indexOf('Error: ');
  return at === -1 ? `${stdout}\n${stderr}` : stderr.slice(at);
}

function tail(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-shownLines).join('\n    ');
}
