import { createServer } from 'node:net';
import { describeRefusal } from './port-refusal.ts';

/**
 * A port of 127.0.0.1 that nobody listened on a moment ago; another program may still be quicker. Throws a
 * Failure where this machine has no 127.0.0.1.
 */
export async function findFreePort(): Promise<number> {
  return (await tryPort(0)) ?? (await findFreePort());
}

/**
 * Whether nobody listens on this port of 127.0.0.1. Throws a Failure where this user may not listen on
 * it, as on those below 1024.
 */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(describeRefusal(error, port));
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
