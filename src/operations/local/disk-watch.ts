import { stat } from 'node:fs/promises';
import { formatBytes } from '../figures.ts';
import { freeBytes } from './data-directory.ts';
import { readLog } from './postgres-log.ts';

export type DiskWatch = {
  readonly folder: string;
  readonly postgresLog: string;
  readonly say: (line: string) => void;
  /** Milliseconds; for tests. */
  readonly lookEveryMs?: number;
};

/** Below this PostgreSQL will soon need room that is not there: one file of its log takes 16 MB. */
const lowBytes = 150 * 1024 * 1024;
const enoughBytes = 300 * 1024 * 1024;
const sayAgainMs = 60_000;

/**
 * Watches the disk of a data folder while the service runs, and says plainly when it runs low, when
 * PostgreSQL was refused room, and when there is enough again. Answers how to end the watch.
 */
export async function watchDisk({
  folder,
  postgresLog,
  say,
  lookEveryMs = 3_000,
}: DiskWatch): Promise<() => void> {
  let read = await sizeOf(postgresLog);
  let low = false;
  let saidFullAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const free = await freeBytes(folder);
    if (!low && free < lowBytes) {
      say(`the disk of ${folder} runs full: ${formatBytes(free)} are left`);
      low = true;
    } else if (low && free > enoughBytes) {
      say(`the disk of ${folder} has room again: ${formatBytes(free)}`);
      low = false;
    }
    const size = await sizeOf(postgresLog);
    const refused = size > read && (await readLog(postgresLog, read)).includes('No space left on device');
    read = size;
    if (!refused || performance.now() - saidFullAt < sayAgainMs) return;
    saidFullAt = performance.now();
    say(
      `the disk of ${folder} is full: leads are refused with 503 until there is room; none that was accepted is lost`,
    );
  }

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // A look that fails is made up for by the next.
    void look()
      .catch(() => {})
      .finally(() => (looking = false));
  }, lookEveryMs);
  return () => clearInterval(timer);
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
