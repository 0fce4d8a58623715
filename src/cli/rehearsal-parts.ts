import { Failure } from '../operations/failure.ts';
import type { Values } from './command.ts';

/** The parts of a rehearsal, in the order in which they run. */
export const partNames = ['aws', 'cluster'] as const;

export type Part = (typeof partNames)[number];

/** The parts that `--only` leaves: `unknown_rehearsal` (exit usage) where it names none that there is. */
export function readParts({ only }: Values): readonly Part[] {
  const chosen = partNames.filter((part) => only === undefined || part === only);
  if (chosen.length > 0) return chosen;
  throw new Failure({
    code: 'unknown_rehearsal',
    exit: 'usage',
    message: `there is no part ${JSON.stringify(only)} of a rehearsal`,
    facts: { parts: partNames.join(', ') },
    next: `name one of: ${partNames.join(', ')}`,
  });
}
