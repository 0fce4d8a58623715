import type { Machine } from '../../toolbox/program.ts';
import type { PackName } from './finding.ts';
import type { Scanner } from './scanner.ts';

export type PackWork = {
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** Packs that this machine has. */
export type Scanners = Readonly<Partial<Record<PackName, Scanner>>>;

/** A pack that this machine cannot have, and why. */
export type Missing = { readonly pack: PackName; readonly reason: string };
