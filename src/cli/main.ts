/**
 * The command line as a process: reads the process environment, hears the signals, and alone exits.
 *
 * The first SIGINT, SIGTERM or SIGHUP asks the command to stop and let go of what it holds; the second, to do so
 * without waiting for anything, in two seconds at most; the third ends the process at once. Handlers are set even
 * where the shell told us to ignore SIGINT, as it does for `command &`.
 */
import { dirname } from 'node:path';
import { exitCodes } from '../operations/failure.ts';
import { invoke } from './invocation.ts';

const forceMs = 2_000;
const stop = new AbortController();
const force = new AbortController();

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (!stop.signal.aborted) {
      stop.abort();
    } else if (!force.signal.aborted) {
      force.abort();
      setTimeout(() => process.exit(exitCodes.interrupted), forceMs).unref();
    } else {
      process.exit(exitCodes.interrupted);
    }
  });
}

// Whoever read the output has left (`| head`), or the terminal was closed (EIO): stop, quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    stop.abort();
  });
}

const exitCode = await invoke(process.argv.slice(2), {
  root: dirname(dirname(import.meta.dirname)),
  workingDirectory: process.cwd(),
  environment: process.env,
  signal: stop.signal,
  force: force.signal,
  stdout: process.stdout,
  stderr: process.stderr,
});

// A pipe takes what was written in its own time; exit only when both have.
await Promise.all([process.stdout, process.stderr].map(flush));
process.exit(exitCode);

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
