import { Failure } from '../failure.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { readLocalFile } from './local-file.ts';

/** The ports of `up`, by the option that sets each; 0 takes a free one. */
export type UpPorts = { readonly port: number; readonly metricsPort: number };

const options = { port: '--port', metricsPort: '--metrics-port' } as const satisfies Record<
  keyof UpPorts,
  string
>;

/**
 * The ports that `up` may listen on: those wanted, and a free one for 0. That of the metrics stays 0: the service
 * takes it when it starts. Throws a Failure that names who holds a port, as far as that can be known.
 */
export async function choosePorts(root: string, { port, metricsPort }: UpPorts): Promise<UpPorts> {
  if (port !== 0) await requireFree(root, port, options.port);
  if (metricsPort !== 0) await requireFree(root, metricsPort, options.metricsPort);
  return { port: port === 0 ? await findFreePort() : port, metricsPort };
}

async function requireFree(root: string, port: number, option: string): Promise<void> {
  if (await isPortFree(port)) return;
  const other = await readLocalFile(root);
  const ports = other === undefined ? [] : [other.url, other.metricsUrl].map((url) => new URL(url).port);
  const free = await findFreePort();
  if (other !== undefined && ports.includes(String(port))) {
    throw new Failure({
      code: 'port_busy',
      exit: 'busy',
      message: `port ${port} is taken by the Midcoast that already runs at ${other.url}`,
      facts: { port, url: other.url, pid: other.pid, data: other.dataDir },
      next: `use that one, stop it with \`kill ${other.pid}\`, or run another with ${option} ${free} and --data`,
    });
  }
  throw new Failure({
    code: 'port_busy',
    exit: 'busy',
    message: `port ${port} of 127.0.0.1 is taken by another program`,
    facts: { port },
    next: `stop that program, or choose another port, such as ${option} ${free}`,
  });
}
