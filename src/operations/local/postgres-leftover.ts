import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isPostgresOf } from './running-process.ts';

/** What an earlier start left of its server. */
export type Leftover = 'nothing' | 'stale file' | 'running server';

/** How hard a server is told to stop, and how long each is waited for, in milliseconds. */
const pushes = [
  { signal: 'SIGINT', patienceMs: 15_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
] as const;
const lookEveryMs = 20;

/**
 * Clears away what an earlier start left on this cluster: a server that outlived it is stopped, and a
 * `postmaster.pid` whose process is gone, or is by now another program, is removed. The caller holds the
 * lock of the data folder, so nobody else can be starting a server here.
 */
export async function stopLeftover(cluster: string): Promise<Leftover> {
  const status = await readServerStatus(cluster);
  if (status === undefined) return 'nothing';
  for (const { signal, patienceMs } of pushes) {
    if (!(await isPostgresOf(status.pid, cluster))) break;
    send(status.pid, signal);
    if (await endsWithin(status.pid, cluster, patienceMs)) return 'running server';
  }
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  return 'stale file';
}

/** What a server says of itself in `postmaster.pid`: its process, and whether it takes connections. */
export async function readServerStatus(
  cluster: string,
): Promise<{ readonly pid: number; readonly ready: boolean } | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  // The lines are those of src/include/utils/pidfile.h: the first is the process, the eighth its status.
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
}

async function endsWithin(pid: number, cluster: string, patienceMs: number): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += lookEveryMs) {
    if (!(await isPostgresOf(pid, cluster))) return true;
    await wait(lookEveryMs);
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
