import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from '../failure.ts';
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
  for (const words of steps) await runAptGet(words, machine, signal);
}

async function runAptGet(
  words: readonly string[],
  { environment }: Machine,
  signal: AbortSignal | undefined,
): Promise<void> {
  const child = spawn('apt-get', ['--quiet=2', ...words], {
    env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
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
    message: `apt-get ${words[0] ?? ''} failed`,
    facts: { exit: code ?? 'killed', said: said.trim().split('\n').slice(-5).join(' / ') },
    next: `run apt-get ${words.join(' ')} by hand and see what it lacks`,
  });
}
