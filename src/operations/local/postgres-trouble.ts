import { Failure, type ExitName } from '../failure.ts';

/** Why PostgreSQL did not start or stopped, as its log tells. */
type Trouble = {
  readonly code: string;
  readonly sign: RegExp;
  readonly exit: ExitName;
  readonly message: string;
  readonly next: string;
};

const needsGlibc =
  'the PostgreSQL that npm brings runs on Linux with glibc and on macOS: use such a machine or image';

const troubles: readonly Trouble[] = [
  {
    code: 'postgres_unusable',
    sign: /error while loading shared libraries|GLIBC_\S+' not found|Library not loaded/,
    exit: 'missing',
    message: 'PostgreSQL lacks a library of this machine',
    next: needsGlibc,
  },
  {
    code: 'user_without_name',
    sign: /could not look up effective user ID/,
    exit: 'missing',
    message: `PostgreSQL refuses to run as a user without a name: ${process.getuid?.() ?? ''} is not in /etc/passwd`,
    next: 'add the user to /etc/passwd, or run as root or as a user who is there',
  },
  {
    code: 'disk_full',
    sign: /No space left on device/,
    exit: 'outside',
    message: 'PostgreSQL stopped because the disk is full',
    next: 'free some space and start again: what was answered 2xx is kept',
  },
  {
    code: 'postgres_port_busy',
    sign: /could not bind .*Address already in use|could not create any TCP\/IP sockets/,
    exit: 'busy',
    message: 'the port that PostgreSQL was to listen on is taken',
    next: 'start again, or name another port',
  },
  {
    code: 'postgres_still_held',
    sign: /pre-existing shared memory block|lock file .* already exists/,
    exit: 'busy',
    message: 'processes of an earlier PostgreSQL still work on this data',
    next: 'end the processes named `postgres:` of the earlier start, then start again',
  },
  {
    code: 'postgres_version',
    sign: /database files are incompatible with server/,
    exit: 'refused',
    message: 'the data was written by another version of PostgreSQL',
    next: 'use the version of Midcoast that wrote it, or begin anew with --reset',
  },
  {
    code: 'postgres_memory',
    sign: /could not (create|map anonymous) shared memory/,
    exit: 'missing',
    message: 'PostgreSQL was refused the memory it shares between its processes (about 300 MB)',
    next: 'free some memory, or give this machine or container more',
  },
];

/** A {@link Failure} that says how the server ended, and why, from what it wrote to its log before. */
export function explainEnd(how: string, log: string, logFile: string): Failure {
  const trouble = troubles.find(({ sign }) => sign.test(log));
  const words = log
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|error/.test(line))
    .at(-1);
  return new Failure({
    code: trouble?.code ?? 'postgres_ended',
    exit: trouble?.exit ?? 'outside',
    message: trouble?.message ?? `PostgreSQL ended with ${how}`,
    facts: {
      log: logFile,
      ...(words === undefined ? {} : { said: words.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '') }),
    },
    next: trouble?.next ?? `read the end of ${logFile}`,
  });
}

/** A {@link Failure} that says why a program of PostgreSQL could not even be started. */
export function explainNoStart(cause: Error): Failure {
  return new Failure({
    code: 'postgres_unusable',
    exit: 'missing',
    message: `PostgreSQL cannot be started on this machine: ${cause.message}`,
    facts: { platform: process.platform, architecture: process.arch },
    next: needsGlibc,
    cause,
  });
}
