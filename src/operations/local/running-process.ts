import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a process of this id exists, whoever owns it. A dead one that nobody has collected counts. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * What tells this process from a later one that got the same id: when it started. Undefined when it is gone
 * or only waits to be collected. Linux: ticks since the start of this very boot (proc(5)); elsewhere `ps`.
 */
export async function processBirth(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    const lines = await listed(pid, 'state=,lstart=');
    return lines === '' || lines.startsWith('Z')
      ? undefined
      : lines.replace(/^\S+\s+/, '').replaceAll(/\W+/g, '-');
  }
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is a name in brackets that may hold anything; what follows is fields 3, 4, …
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${boot.slice(0, 8)}-${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether the process is a PostgreSQL server that works in this folder (given as a real path). */
export async function isPostgresOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const command = await listed(pid, 'command=');
    return command.includes('postgres') && command.includes(`-D ${cluster}`);
  }
  try {
    // The server makes its data folder its working folder, and the kernel keeps that through a rename.
    const [folder, line] = await Promise.all([
      readlink(`/proc/${pid}/cwd`),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    return folder === cluster && line.includes('postgres');
  } catch {
    return false;
  }
}

async function listed(pid: number, format: string): Promise<string> {
  try {
    return (await run('ps', ['-o', format, '-p', String(pid)])).stdout.trim();
  } catch {
    return '';
  }
}
