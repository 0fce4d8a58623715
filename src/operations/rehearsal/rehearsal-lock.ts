import { mkdir } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { takeUpLock, type UpLock } from '../local/up-lock.ts';

/**
 * Keeps a second rehearsal of the same environment from working in the same folder; one that died holds nothing.
 * Throws a Failure of exit `busy`.
 */
export async function takeRehearsalLock(folder: string, environment: string): Promise<UpLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await takeUpLock(folder, `rehearsal of ${environment}`);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'data_busy') throw error;
    throw new Failure({
      code: 'rehearsal_busy',
      exit: 'busy',
      message: `${environment} is being rehearsed already`,
      facts: { folder, pid: error.facts['pid'] ?? 'unknown' },
      next: 'wait until that one is done, or stop it',
      cause: error,
    });
  }
}
