import { Failure } from '../failure.ts';

/** What listening on a port of 127.0.0.1 failed with, as a Failure where a person can do something: bind(2). */
export function describeRefusal(cause: NodeJS.ErrnoException, port: number): Error {
  if (cause.code === 'EACCES' || cause.code === 'EPERM') {
    return new Failure({
      code: 'port_forbidden',
      exit: 'usage',
      message: `this user may not listen on port ${port} of 127.0.0.1`,
      facts: { port, system: cause.code },
      next: 'choose a port from 1024 up; 0 takes a free one',
      cause,
    });
  }
  if (cause.code === 'EADDRNOTAVAIL') {
    return new Failure({
      code: 'loopback_missing',
      exit: 'missing',
      message: 'this machine has no address 127.0.0.1 to listen on',
      facts: { system: cause.code },
      next: 'give its loopback interface that address, then run this again',
      cause,
    });
  }
  return cause;
}
