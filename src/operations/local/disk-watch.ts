import { formatBytes } from '../figures.ts';
import { freeBytes } from './data-directory.ts';

export type DiskWatch = {
  readonly folder: string;
  readonly say: (line: string) => void;
  /** Bytes that are free; for tests, which cannot fill a disk. */
  readonly measure?: (folder: string) => Promise<number>;
  /** Milliseconds between looks. */
  readonly lookEveryMs?: number;
};

type Level = 'enough' | 'low' | 'full';

const mebibyte = 1024 * 1024;
/** A level is left again only when there is this much more, so that a disk on the edge is not said twice. */
const levels: readonly { readonly level: Level; readonly below: number; readonly leaveAt: number }[] = [
  // PostgreSQL's log grows by files of 16 MB, and a change that has no room there is refused.
  { level: 'full', below: 20 * mebibyte, leaveAt: 40 * mebibyte },
  { level: 'low', below: 150 * mebibyte, leaveAt: 200 * mebibyte },
];

const words: Readonly<Record<Level, (free: string) => string>> = {
  full: (free) =>
    `is full (${free} left): leads may be refused until there is room; none that was accepted is lost`,
  low: (free) => `runs full: ${free} left`,
  enough: (free) => `has room again: ${free}`,
};

/**
 * Watches the disk of a data folder while the service runs, and says plainly when it runs low, when it is
 * full, and when there is enough again. Answers how to end the watch.
 */
export function watchDisk({ folder, say, measure = freeBytes, lookEveryMs = 3_000 }: DiskWatch): () => void {
  let current: Level = 'enough';
  async function look(): Promise<void> {
    const free = await measure(folder);
    const found = levels.find(({ level, below, leaveAt }) => free < (level === current ? leaveAt : below));
    const next = found?.level ?? 'enough';
    if (next === current) return;
    current = next;
    say(`the disk of ${folder} ${words[next](formatBytes(free))}`);
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
