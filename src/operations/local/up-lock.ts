import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { writeAtomically } from './atomic-file.ts';
import { processBirth } from './running-process.ts';

/** Held by one `up` at a time for one data folder. */
export type UpLock = { readonly release: () => Promise<void> };

/** A claim is a file in the lock's folder; its name tells the process and when that was born. */
type Claim = { readonly name: string; readonly pid: number; readonly url: string; readonly held: boolean };

/** Two who start at the same instant both draw back and try again after a while of chance. */
const tries = 40;
const longestWaitMs = 100;

/**
 * Takes the lock of a data folder. It goes from claimed to held: a starter files its claim, then looks; alone,
 * it holds the lock; else it draws back, and either meets a holder or tries again. Whoever files later sees
 * the earlier claim, so two can never both find themselves alone. A claim whose process is gone, or whose
 * id is by now another program's, counts for nothing and is removed: no two processes share a name, so
 * nobody else's claim can be removed with it.
 * Throws a {@link Failure} of exit `busy` with process and url of the one who holds it.
 */
export async function takeUpLock(dataFolder: string, url: string): Promise<UpLock> {
  const folder = join(dataFolder, 'up.lock');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${process.pid}.${await processBirth(process.pid)}.json`;
  const path = join(folder, name);
  const file = (held: boolean) => writeAtomically(path, JSON.stringify({ pid: process.pid, url, held }));
  for (let attempt = 1; ; attempt += 1) {
    await file(false);
    const others = await livingClaims(folder, name);
    if (others.length === 0) {
      await file(true);
      return { release: () => rm(path, { force: true }) };
    }
    await rm(path, { force: true });
    const holder = others.find((claim) => claim.held);
    const other = holder ?? (attempt === tries ? others[0] : undefined);
    if (other !== undefined) throw busy(dataFolder, other);
    await wait(Math.random() * longestWaitMs);
  }
}

async function livingClaims(folder: string, ownName: string): Promise<readonly Claim[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== ownName);
  const claims = await Promise.all(names.map((name) => readClaim(folder, name)));
  return claims.filter((claim) => claim !== undefined);
}

async function readClaim(folder: string, name: string): Promise<Claim | undefined> {
  const [pid = '', birth] = name.split('.');
  const path = join(folder, name);
  if ((await processBirth(Number(pid))) !== birth) {
    await rm(path, { force: true });
    return undefined;
  }
  try {
    const claim = JSON.parse(await readFile(path, 'utf8')) as Omit<Claim, 'name'>;
    return { ...claim, name };
  } catch (error) {
    // Withdrawn between our look at the folder and at the file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function busy(dataFolder: string, { pid, url }: Claim): Failure {
  return new Failure({
    code: 'data_busy',
    exit: 'busy',
    message: `another Midcoast already runs on this data, at ${url}`,
    facts: { data: dataFolder, pid, url },
    next: `use that one, stop it with \`kill ${pid}\`, or name another folder with --data`,
  });
}
