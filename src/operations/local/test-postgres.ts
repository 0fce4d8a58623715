import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.ts';

export type TestPostgres = {
  /** As the superuser. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/**
 * Starts one PostgreSQL for a run of tests in a temporary folder (of `within`). It keeps every promise that the service
 * relies on, `fsync` too. `stop` ends it and removes the folder; so does a watcher of ours, should this
 * process be killed before.
 */
export async function startTestPostgres(
  options: { readonly signal?: AbortSignal; readonly within?: string } = {},
): Promise<TestPostgres> {
  const directory = await mkdtemp(join(await realpath(options.within ?? tmpdir()), 'midcoast-test-'));
  try {
    const postgres = await startPostgres({ ...options, directory, disposable: true });
    const watcher = watch(directory, postgres.pid);
    return {
      url: postgres.superuserUrl,
      async stop() {
        await postgres.stop('immediate');
        watcher.kill('SIGKILL');
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Waits for the end of its standard input, which the kernel closes when we die, however we die. The wait for
 * the server is bounded: in a container nobody may collect it.
 */
const watcherScript = `
read -r _
[ "$(head -n 1 "$1/cluster/postmaster.pid")" = "$2" ] && kill -QUIT "$2"
looks=0
while kill -0 "$2" 2>/dev/null && [ "$looks" -lt 100 ]; do sleep 0.1; looks=$((looks + 1)); done
rm -rf "$1"
`;

function watch(directory: string, pid: number): ChildProcess {
  const watcher = spawn('sh', ['-c', watcherScript, 'sh', directory, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  return watcher;
}
