import { open, stat, rename, type FileHandle } from 'node:fs/promises';

/** The log is begun anew when it is longer than this; the one before is kept. */
const longestBytes = 10 * 1024 * 1024;
/** What is read of the end of a log, to say why a server stopped. */
const tailBytes = 8 * 1024;

/** Opens a log for appending. One that has grown long is first put aside as `<path>.1`. */
export async function openLog(path: string): Promise<FileHandle> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > longestBytes) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

/** What was written to a log from `offset` bytes on; of much, the end. */
export async function readLog(path: string, offset: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const from = Math.max(offset, size - tailBytes);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
