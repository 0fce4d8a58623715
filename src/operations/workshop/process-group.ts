import type { ChildProcess } from 'node:child_process';

/** How long a group may take to let go of what it holds after SIGTERM. */
const patienceMs = 10_000;

/**
 * Ends a child that was started `detached`, with everything that it started and that stayed in its group:
 * first asked, then forced. Resolves when the child has ended.
 */
export async function endGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
  await ended;
  clearTimeout(patience);
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself.
  }
}
