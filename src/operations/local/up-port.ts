import { Failure } from '../failure.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { readLocalFile } from './local-file.ts';

/**
 * The port that `up` may listen on: the one wanted, or a free one for 0. Throws a {@link Failure} that names
 * who holds it, as far as that can be known.
 */
export async function choosePort(root: string, wanted: number): Promise<number> {
  if (wanted === 0) return findFreePort();
  if (await isPortFree(wanted)) return wanted;
  const other = await readLocalFile(root);
  if (other !== undefined && new URL(other.url).port === String(wanted)) {
    throw new Failure({
      code: 'port_busy',
      exit: 'busy',
      message: `port ${wanted} is taken by the Midcoast that already runs at ${other.url}`,
      facts: { port: wanted, url: other.url, pid: other.pid, data: other.dataDir },
      next: `use that one, stop it with \`kill ${other.pid}\`, or run another with --port ${await findFreePort()} and --data`,
    });
  }
  throw new Failure({
    code: 'port_busy',
    exit: 'busy',
    message: `port ${wanted} of 127.0.0.1 is taken by another program`,
    facts: { port: wanted },
    next: `stop that program, or choose another port, such as --port ${await findFreePort()}`,
  });
}
