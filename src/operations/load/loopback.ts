import { Failure } from '../failure.ts';

/** Where a load goes: a server of this very machine. */
export type LoopbackTarget = { readonly host: string; readonly port: number };

/**
 * The target of `url`. Load is made for servers of this machine alone: any other address is refused
 * (`load_not_local`, exit 4), so that a mistyped URL cannot become an attack.
 */
export function parseLoopback(url: string): LoopbackTarget {
  const parsed = URL.parse(url);
  const host =
    parsed?.hostname === 'localhost' ? '127.0.0.1' : (parsed?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '');
  if (parsed?.protocol !== 'http:' || !(host === '::1' || /^127(\.\d{1,3}){3}$/.test(host))) {
    throw new Failure({
      code: 'load_not_local',
      exit: 'refused',
      message: `load goes to this machine's own loopback only, not to ${JSON.stringify(url)}`,
      facts: { url },
      next: 'give an address such as http://127.0.0.1:8080',
    });
  }
  return { host, port: parsed.port === '' ? 80 : Number(parsed.port) };
}
