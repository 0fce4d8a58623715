import { Failure } from './failure.ts';

/** Addresses that never leave the machine; a name may lead anywhere. */
const loopbackHosts: readonly string[] = ['127.0.0.1', '[::1]'];

/**
 * The address as a URL, when it is of this machine alone: a rehearsal must never reach a cloud. Throws a Failure
 * of exit `refused` for every other.
 */
export function loopbackUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' && loopbackHosts.includes(url.hostname)) return url;
  throw new Failure({
    code: 'rehearsal_not_local',
    exit: 'refused',
    message: `a rehearsal goes to this machine’s own loopback only, and ${JSON.stringify(address)} is not there`,
    facts: { allowed: loopbackHosts.map((host) => `http://${host}:PORT`).join(' ') },
    next: 'give an address of those, or none: the rehearsal brings its own emulator',
  });
}
