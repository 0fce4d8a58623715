import type { Environment } from '../../environments/environment.ts';
import type { Terminal } from '../terminal.ts';
import type { Machine } from '../toolbox/program.ts';

/** What a rehearsal needs to know of where it happens. */
export type RehearsalWork = {
  readonly machine: Machine;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
  readonly terminal: Terminal;
};
