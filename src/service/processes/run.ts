import type { Config } from '../config.ts';
import type { Log } from '../connections/log.ts';

/** The work of a process: resolves when it is done, for a server after it was told to stop and has drained. */
export type Run = (config: Config, log: Log) => Promise<void>;
