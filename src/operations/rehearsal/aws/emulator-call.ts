import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AwsAnswer } from './aws-call.ts';
import { loopbackUrl } from '../../loopback-url.ts';
import type { Ask } from './repair-proxy.ts';

/**
 * Puts calls to an emulator on loopback as they are, at most `atOnce` at a time; throws `rehearsal_not_local` for
 * every other address.
 */
export function emulatorAsk(address: string, atOnce = 64): Ask {
  const { hostname, port } = loopbackUrl(address);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  return (call) => {
    const { promise, resolve, reject } = Promise.withResolvers<AwsAnswer>();
    const { connection: _, 'proxy-connection': __, 'transfer-encoding': ___, ...headers } = call.headers;
    const outgoing = request(
      {
        host: hostname,
        port,
        agent,
        method: call.method,
        path: call.path,
        headers: { ...(headers as Record<string, string>), 'content-length': call.body.byteLength },
      },
      (incoming) => {
        buffer(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body }),
          reject,
        );
      },
    );
    outgoing.once('error', reject).end(call.body);
    return promise;
  };
}
