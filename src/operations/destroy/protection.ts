import type { Environment } from '../../environments/environment.ts';
import { Failure } from '../failure.ts';
import { formatAmount } from '../figures.ts';
import type { Change } from '../terraform/plan-file.ts';

/** Attributes by which AWS itself refuses a deletion. */
const protections = ['deletion_protection', 'enable_deletion_protection', 'deletion_protection_enabled'];

/** Production is asked for twice, in words that nobody types by accident (`production_not_meant`, exit refused). */
export function checkMeant({ name }: Environment, yesDestroyProduction: boolean): void {
  if (name !== 'production' || yesDestroyProduction) return;
  throw new Failure({
    code: 'production_not_meant',
    exit: 'refused',
    message: 'production is not destroyed unless it is asked for twice',
    next: 'if you mean it: ./midcoast destroy production --confirm production --yes-destroy-production',
  });
}

/**
 * Respects deletion protection, that of the environment's own file and that of AWS: as long as one thing is guarded,
 * nothing is touched (`deletion_protected`, exit refused). `changes` are those of a plan to destroy, whose `before`
 * is what AWS said a moment ago; without them AWS was not asked yet.
 */
export function checkUnprotected(
  { name, deletionProtection }: Environment,
  changes?: readonly Change[],
): void {
  const guarded = (changes ?? []).filter(({ before }) =>
    protections.some((protection) => before?.[protection] === true),
  );
  if (!deletionProtection && guarded.length === 0) return;
  throw new Failure({
    code: 'deletion_protected',
    exit: 'refused',
    message: deletionProtection
      ? `deletion protection is on in src/environments/${name}.ts`
      : `deletion protection is on for ${formatAmount(guarded.length, 'thing')} of ${name}`,
    facts: { protected: protectedWords(changes && guarded) },
    next: `set deletionProtection to false in src/environments/${name}.ts, synthesise, and deploy it; then run this again`,
  });
}

function protectedWords(guarded: readonly Change[] | undefined): string {
  if (guarded === undefined) return 'by its file; AWS was not asked';
  return guarded.length === 0 ? 'nothing in AWS' : guarded.map(({ address }) => address).join(' ');
}
