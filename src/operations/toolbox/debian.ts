import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { findProgram, type Machine } from './program.ts';
import type { BringContext } from './tool.ts';

/** Whether packages of Debian or Ubuntu can be installed here without asking anybody: as root, with apt-get. */
export async function canInstallDebianPackages(machine: Machine): Promise<boolean> {
  return process.getuid?.() === 0 && (await findProgram(['apt-get'], machine)) !== undefined;
}

/**
 * Installs packages of the distribution, without those that are only recommended. Throws a Failure of exit
 * `outside` with the end of what apt-get said.
 */
export async function installDebianPackages(
  names: readonly string[],
  machine: Machine,
  { say, signal }: BringContext,
): Promise<void> {
  say(`installing ${names.join(', ')} with apt-get`);
  const steps = [['update'], ['install', '--yes', '--no-install-recommends', ...names]];
  for (const words of steps) await runAptGet(words, { machine, signal });
}

/** Whether packages of Debian or Ubuntu can be fetched and unpacked here, by anybody. */
export async function canUnpackDebianPackages(machine: Machine): Promise<boolean> {
  const found = await Promise.all(['apt-get', 'dpkg-deb'].map((name) => findProgram([name], machine)));
  return found.every((program) => program !== undefined);
}

/**
 * Unpacks packages of the distribution into a folder and installs nothing: no service starts, and no other package
 * comes with them. Throws a Failure of exit `outside` with the end of what was said.
 */
export async function unpackDebianPackages(
  names: readonly string[],
  folder: string,
  machine: Machine,
  { say, signal }: BringContext,
): Promise<void> {
  say(`fetching ${names.join(', ')} with apt-get`);
  await mkdir(folder, { recursive: true });
  const fetched = await mkdtemp(join(folder, 'fetched-'));
  try {
    // The lists of what there is can be renewed by root alone; others have those of the machine.
    if (process.getuid?.() === 0) await runAptGet(['update'], { machine, signal });
    await runAptGet(['download', ...names], { machine, signal, cwd: fetched });
    for (const name of await readdir(fetched)) {
      await run('dpkg-deb', ['--extract', join(fetched, name), folder], { machine, signal });
    }
  } finally {
    await rm(fetched, { recursive: true });
  }
}

type RunContext = {
  readonly machine: Machine;
  readonly signal: AbortSignal | undefined;
  readonly cwd?: string;
};

function runAptGet(words: readonly string[], context: RunContext): Promise<void> {
  return run('apt-get', ['--quiet=2', ...words], context);
}

async function run(
  program: string,
  words: readonly string[],
  { machine, signal, cwd }: RunContext,
): Promise<void> {
  const child = spawn(program, words, {
    env: { ...cleanEnvironment(machine.environment), DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { signal }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new Failure({
    code: 'apt_get_failed',
    exit: 'outside',
    message: `${[program, ...words].join(' ')} failed`,
    facts: { exit: code ?? 'killed', said: said.trim().split('\n').slice(-5).join(' / ') },
    next: `run ${[program, ...words].join(' ')} by hand and see what it lacks`,
  });
}
