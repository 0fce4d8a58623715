import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './ratios.ts';

/** As pg_test_fsync does it: one page of PostgreSQL, written over and over, each time brought to the disk. */
const page = Buffer.alloc(8192, 1);
const longestMilliseconds = 2_000;
const most = 400;
const sampleEveryMilliseconds = 25;

/** Median milliseconds of writing 8 kB and `fdatasync`, on the disk of a folder. Takes two seconds at most. */
export function measureFdatasync(folder: string): number {
  const file = new SyncedFile(folder);
  const durations: number[] = [];
  const start = performance.now();
  while (durations.length < most && performance.now() - start < longestMilliseconds)
    durations.push(file.sync());
  file.remove();
  return median(durations);
}

/** The same, forty times a second beside other work: what the disk gives while it is in use. */
export class FdatasyncSampler {
  readonly #file: SyncedFile;
  readonly #durations: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(folder: string) {
    this.#file = new SyncedFile(folder);
    this.#timer = setInterval(() => this.#durations.push(this.#file.sync()), sampleEveryMilliseconds);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#file.remove();
  }

  median(): number {
    return median(this.#durations);
  }

  /** What one in a hundred takes longer than: whoever waits for the disk waits so long now and then. */
  p99(): number {
    const sorted = this.#durations.toSorted((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
  }
}

class SyncedFile {
  readonly #path: string;
  readonly #file: number;

  constructor(folder: string) {
    this.#path = join(folder, 'fdatasync');
    this.#file = openSync(this.#path, 'w');
    writeSync(this.#file, Buffer.alloc(16 * page.length), 0, undefined, 0);
    fdatasyncSync(this.#file);
  }

  /** Milliseconds of one write that reaches the disk. */
  sync(): number {
    const before = performance.now();
    writeSync(this.#file, page, 0, page.length, 0);
    fdatasyncSync(this.#file);
    return performance.now() - before;
  }

  remove(): void {
    closeSync(this.#file);
    rmSync(this.#path);
  }
}
