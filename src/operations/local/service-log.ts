import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** The log of one process of the service, in at most two files: `<path>` and the one before, `<path>.1`. */
export type ServiceLog = {
  /** Adds text. A full disk loses it, never the process that writes it. */
  readonly write: (text: string) => void;
  readonly close: () => void;
};

/** As long as either file becomes. */
const longestBytes = 50 * 1024 * 1024;

/** Opens the log anew; what an earlier start wrote stays as `<path>.1`. */
export function openServiceLog(path: string, longest = longestBytes): ServiceLog {
  let file = startFile(path);
  let length = 0;
  return {
    write(text) {
      try {
        if (length + text.length > longest && length > 0) {
          closeSync(file);
          file = startFile(path);
          length = 0;
        }
        // At once and in order; a few microseconds into the page cache.
        length += writeSync(file, text);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    close: () => closeSync(file),
  };
}

function startFile(path: string): number {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}
