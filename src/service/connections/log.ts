import { pino, type Logger, type LoggerOptions } from 'pino';

export type Log = Logger;

/**
 * The log of a process: one JSON line an entry on stdout, or on stderr where stdout is the answer. Bodies and
 * contacts are never given to it; what might carry a secret is cut out besides.
 */
export function openLog(process: string, level: string): Log {
  const options: LoggerOptions = {
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.secret', '*.apiKey'],
  };
  return pino(options, pino.destination(process === 'bootstrap' ? 2 : 1));
}
